/** Facts as this process loaded or wrote them last, so that what a command will need can be foreseen. */
export interface LastSeen {
  readonly get: (key: string) => unknown
  readonly note: (key: string, fact: unknown) => void
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
        note: (key, fact) => {
          if (noted >= size) turn()
          const before = own.newer.size
          own.newer.set(key, fact)
          noted += own.newer.size - before
        }
      }
    }
  }
}

interface Tenant {
  newer: Map<string, unknown>
  older: Map<string, unknown>
}
