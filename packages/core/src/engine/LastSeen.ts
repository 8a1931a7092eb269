/**
 * Facts and counters as this process loaded or wrote them last: what a command will need can be foreseen from them, and
 * mostly they are still so.
 */
import type { Instant } from "../domain/Instant.ts"

export interface Seen {
  /** `null` where there was none. */
  readonly fact: unknown
  readonly version: number
  readonly at: Instant
}

export interface LastSeen {
  readonly get: (key: string) => Seen | undefined
  readonly note: (key: string, seen: Seen) => void
  readonly counter: (key: string) => bigint | undefined
  readonly noteCounter: (key: string, value: bigint) => void
  /** A fact and a counter of this name are unknown from here on. */
  readonly forget: (key: string) => void
  readonly forgetAll: () => void
}

/** One room for all tenants of a process: whoever is busy has most of it, and many small ones together have no more. */
export interface Room {
  readonly forTenant: () => LastSeen
}

/** How many facts and counters are kept, twice over: those of the last few thousand customers, in some twenty megabytes. */
const most = 16_384

export const room = (size = most): Room => {
  const tenants: Tenant[] = []
  let noted = 0
  const turn = (): void => {
    noted = 0
    for (const tenant of tenants) {
      tenant.older = tenant.newer
      tenant.newer = new Map()
    }
  }
  return {
    forTenant: () => {
      const own: Tenant = { newer: new Map(), older: new Map() }
      tenants.push(own)
      const get = (name: string): Seen | bigint | undefined => own.newer.get(name) ?? own.older.get(name)
      const put = (name: string, seen: Seen | bigint): void => {
        if (noted >= size) turn()
        const before = own.newer.size
        own.newer.set(name, seen)
        noted += own.newer.size - before
      }
      return {
        get: (key) => get(key) as Seen | undefined,
        note: put,
        counter: (key) => get(ofCounter(key)) as bigint | undefined,
        noteCounter: (key, value) => put(ofCounter(key), value),
        forget: (key) => {
          for (const name of [key, ofCounter(key)]) {
            own.newer.delete(name)
            own.older.delete(name)
          }
        },
        forgetAll: () => {
          own.newer = new Map()
          own.older = new Map()
        }
      }
    }
  }
}

/** No fact's key begins so. */
const ofCounter = (key: string): string => `#${key}`

interface Tenant {
  newer: Map<string, Seen | bigint>
  older: Map<string, Seen | bigint>
}
