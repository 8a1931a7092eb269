/**
 * Which batch of this process has which facts in hand. Two batches that met at a fact would refuse each other, so what
 * one loads is its own until it has landed. It only saves work: the store checks versions as ever.
 */
import * as Key from "../domain/Key.ts"

/** The facts of one batch. */
export interface Hold {
  /** Takes a fact for the batch; `false` where another one has it. */
  readonly take: (key: string) => boolean
  readonly release: () => void
}

/** Answers a hold for each batch that goes out. */
export const make = (): (() => Hold) => {
  const holders = new Map<string, Hold>()
  return () => {
    const mine: string[] = []
    const hold: Hold = {
      take: (key) => {
        // The heads of programs and codes are read by all, and seldom written.
        if (Key.isShared(key)) return true
        const holder = holders.get(key)
        if (holder !== undefined) return holder === hold
        holders.set(key, hold)
        mine.push(key)
        return true
      },
      release: () => {
        for (const key of mine.splice(0)) holders.delete(key)
      }
    }
    return hold
  }
}
