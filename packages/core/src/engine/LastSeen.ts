/** Facts as this process loaded or wrote them last, so that what a command will need can be foreseen. */
export interface LastSeen {
  readonly get: (key: string) => unknown
  readonly note: (key: string, fact: unknown) => void
}

/** How many facts are kept, twice over: those of the last few thousand customers, in some ten megabytes. */
const most = 8_192

export const make = (): LastSeen => {
  let newer = new Map<string, unknown>()
  let older = new Map<string, unknown>()
  return {
    get: (key) => newer.get(key) ?? older.get(key),
    note: (key, fact) => {
      if (newer.size >= most) {
        older = newer
        newer = new Map()
      }
      newer.set(key, fact)
    }
  }
}
