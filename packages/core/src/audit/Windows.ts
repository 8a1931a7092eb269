/** Rolling caps: what was used on which day, and that no window of so many days holds more than its cap. */
import type { Entry, EntryOf } from "./Entry.ts"
import type { Notes } from "./Report.ts"
import { compare, type Row } from "./Rows.ts"

interface Window {
  readonly days: Map<number, bigint>
  /** The last day that was let go. */
  gone: number | undefined
  last: number
  isStored: boolean
}

export interface Windows {
  readonly read: (entry: Entry) => void
  readonly row: (key: string, value: unknown) => boolean
  readonly rows: () => Iterable<readonly [key: string, row: Row]>
  /** What is used in the fullest window of so many days that a day is in. */
  readonly fullest: (key: string, day: number, days: number) => bigint
}

type Charge = EntryOf<"RewardGranted">["charges"][number]

export const make = (notes: Notes): Windows => {
  const windows = new Map<string, Window>()
  return {
    read: (entry) => {
      if (!("charges" in entry)) return
      for (const charge of entry.charges) {
        if (charge.window === null) continue
        const window: Window = windows.get(charge.counter) ?? {
          days: new Map(),
          gone: undefined,
          last: 0,
          isStored: false
        }
        windows.set(charge.counter, window)
        window.last = entry.recorded
        add(window, charge, charge.window)
      }
    },
    row: (key, value) => {
      const window = windows.get(key)
      if (window === undefined) return false
      window.isStored = true
      const days = [...window.days].sort(([a], [b]) => a - b).map(([day, used]) => ({ day, add: used }))
      const { gone, last } = window
      compare(notes, "counter", key, { days, ...(gone === undefined ? {} : { gone }), recorded: last }, value)
      return true
    },
    rows: () => windows,
    fullest: (key, day, days) => {
      const used = windows.get(key)?.days ?? new Map<number, bigint>()
      let most = 0n
      for (let end = day; end < day + days; end++) {
        let sum = 0n
        for (const [one, add] of used) if (one <= end && one > end - days) sum += add
        if (sum > most) most = sum
      }
      return most
    }
  }
}

/** A day that has come to nothing is no day, and what lies two windows back is let go, for good. */
const add = (window: Window, charge: Charge, { day, days }: NonNullable<Charge["window"]>): void => {
  const used = window.days
  if (window.gone !== undefined && day <= window.gone) return
  const sum = (used.get(day) ?? 0n) + charge.add
  if (sum === 0n) used.delete(day)
  else used.set(day, sum)
  const newest = Math.max(...used.keys())
  for (const one of used.keys()) {
    if (one > newest - 2 * days) continue
    used.delete(one)
    window.gone = Math.max(window.gone ?? one, one)
  }
}
