/**
 * Keyed hashes of what identifies a person, kept beside the log: erasure deletes them, Replay does not look at them. Each
 * is kept with the person, and the person with it, so that two who gave the same address find each other.
 */
import * as Draft from "./Draft.ts"
import type * as Fact from "./Fact.ts"
import type { Read } from "./Facts.ts"
import type { PersonId } from "./Ids.ts"
import * as Key from "./Key.ts"
import * as Scout from "./Scout.ts"

/** Somebody, with what a call says of them. */
export interface Printed {
  readonly person: PersonId
  readonly prints?: readonly string[]
}

/** How many addresses of one person are compared. */
const printsMax = 64

/** How many people are told apart who give the same address. */
const sharersMax = 16

const none: readonly never[] = []

/** The addresses that a person gives now, and has given before. */
export const of = (read: Read, { person, prints = none }: Printed): readonly string[] => {
  const kept = read(Key.prints(person))?.email ?? none
  return prints.length === 0 ? kept : [...kept, ...prints]
}

/** Whether so many have given an address that not all of them are remembered, this person among them. */
export const isCrowded = (sharers: Fact.Sharers | null, person: PersonId): boolean =>
  sharers !== null && sharers.people.length >= sharersMax && !sharers.people.includes(person)

export const plan = (scout: Scout.Scout, who: Printed): void => {
  for (const print of of((key) => Scout.read(scout, key), who)) Scout.want(scout, Key.sharers(print))
}

export const remember = (draft: Draft.Draft, { person, prints = none }: Printed): void => {
  if (prints.length === 0) return
  const key = Key.prints(person)
  const known = Draft.loaded(draft, key)?.email ?? none
  const fresh = prints.filter((print) => !known.includes(print))
  if (fresh.length > 0) {
    // The oldest stay: nobody gets rid of an address by giving others.
    draft.facts.set(key, { email: [...known, ...fresh].slice(0, printsMax), recorded: draft.now })
  }
  for (const print of prints) share(draft, print, person)
}

const share = (draft: Draft.Draft, print: string, person: PersonId): void => {
  const key = Key.sharers(print)
  const people = Draft.loaded(draft, key)?.people ?? none
  if (people.includes(person) || people.length >= sharersMax) return
  draft.facts.set(key, { people: [...people, person], recorded: draft.now })
}
