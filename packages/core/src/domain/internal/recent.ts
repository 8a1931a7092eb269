/**
 * Functions from ids to keys that remember their last two answers. One decision asks for the same few keys over and
 * over, in turns for two people at most; a map hashes and compares a text that it has met before in no time, and one
 * that is put together anew at every call not.
 */

export const recentOne = <A, K>(make: (a: A) => K): ((a: A) => K) => {
  let newer: { readonly a: A; readonly key: K } | undefined
  let older = newer
  return (a) => {
    if (newer !== undefined && newer.a === a) return newer.key
    if (older !== undefined && older.a === a) return older.key
    older = newer
    newer = { a, key: make(a) }
    return newer.key
  }
}

/** The second argument is compared first. */
export const recentTwo = <A, B, K extends string>(make: (a: A, b: B) => K): ((a: A, b: B) => K) => {
  let newer: { readonly a: A; readonly b: B; readonly key: K } | undefined
  let older = newer
  return (a, b) => {
    if (newer !== undefined && newer.b === b && newer.a === a) return newer.key
    if (older !== undefined && older.b === b && older.a === a) return older.key
    older = newer
    newer = { a, b, key: make(a, b) }
    return newer.key
  }
}

/** How many answers a function with a memory keeps, twice over: enough for a batch of commands. */
const rememberedMax = 1024

/**
 * A function that remembers its answers for a while. A command's keys are made when it is planned and asked for again
 * when it is decided: the same text is found at once, where an equal one is put together, hashed and compared.
 */
export const remembered = <A, K>(make: (a: A) => K): ((a: A) => K) => {
  let newer = new Map<A, K>()
  let older = new Map<A, K>()
  // Of these two it is known without a look; no object is made to keep them, since most calls are for others.
  let last: A | undefined
  let lastKey: K | undefined
  let former: A | undefined
  let formerKey: K | undefined
  return (a) => {
    if (a === last && lastKey !== undefined) return lastKey
    if (a === former && formerKey !== undefined) return formerKey
    let key = newer.get(a)
    if (key === undefined) {
      key = older.get(a) ?? make(a)
      if (newer.size >= rememberedMax) {
        older = newer
        newer = new Map()
      }
      newer.set(a, key)
    }
    former = last
    formerKey = lastKey
    last = a
    lastKey = key
    return key
  }
}

/** The same for two arguments, of which there are few of the first; the last answer of all is found without a look. */
export const rememberedBy = <A, B, K>(make: (a: A, b: B) => K): ((a: A, b: B) => K) => {
  const by = remembered((a: A) => remembered((b: B) => make(a, b)))
  let last: { readonly a: A; readonly b: B; readonly key: K; readonly of: (b: B) => K } | undefined
  return (a, b) => {
    if (last !== undefined && last.a === a) {
      if (last.b === b) return last.key
      last = { a, b, key: last.of(b), of: last.of }
      return last.key
    }
    const of = by(a)
    last = { a, b, key: of(b), of }
    return last.key
  }
}
