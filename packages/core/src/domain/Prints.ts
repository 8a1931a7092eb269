/**
 * Keyed hashes of what identifies a person, kept beside the log: erasure deletes them, Replay does not look at them.
 */
import * as Draft from "./Draft.ts"
import type { PersonId } from "./Ids.ts"
import * as Key from "./Key.ts"

/** How many addresses of one person are compared. */
const printsMax = 64

export const remember = (draft: Draft.Draft, person: PersonId, email: readonly string[] | undefined): void => {
  if (email === undefined || email.length === 0) return
  const key = Key.prints(person)
  const known = Draft.loaded(draft, key)?.email ?? []
  const fresh = email.filter((print) => !known.includes(print))
  if (fresh.length === 0) return
  // The oldest stay: nobody gets rid of an address by giving others.
  draft.facts.set(key, { email: [...known, ...fresh].slice(0, printsMax), recorded: draft.now })
}
