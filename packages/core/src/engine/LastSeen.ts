/**
 * Facts as this process loaded or wrote them last: what a command will need can be foreseen from them, and mostly they are
 * still so.
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
  readonly forget: (key: string) => void
  readonly forgetAll: () => void
}

/** One room for all tenants of a process: whoever is busy has most of it, and many small ones together have no more. */
export interface Room {
  readonly forTenant: () => LastSeen
}

/** How many facts are kept, twice over: those of the last few thousand customers, in some twenty megabytes. */
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
      return {
        get: (key) => own.newer.get(key) ?? own.older.get(key),
        note: (key, seen) => {
          if (noted >= size) turn()
          const before = own.newer.size
          own.newer.set(key, seen)
          noted += own.newer.size - before
        },
        forget: (key) => {
          own.newer.delete(key)
          own.older.delete(key)
        },
        forgetAll: () => {
          own.newer = new Map()
          own.older = new Map()
        }
      }
    }
  }
}

interface Tenant {
  newer: Map<string, Seen>
  older: Map<string, Seen>
}
