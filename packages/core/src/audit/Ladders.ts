/** What advocates are told of tiers: each is reached once and lost once, in order, as what counts and the time say. */
import type { Entry, EntryOf } from "./Entry.ts"
import type { Programs, Terms } from "./Programs.ts"
import type { Advocate, Referrals } from "./Referrals.ts"
import type { Notes } from "./Report.ts"
import * as Tiers from "./Tiers.ts"

export interface Ladders {
  readonly read: (entry: Entry) => void
  readonly end: () => void
  /** What counts for somebody has changed. */
  readonly scored: (known: Advocate, recorded: number) => void
}

interface Sources {
  readonly notes: Notes
  readonly programs: Programs
  readonly referrals: Referrals
}

interface Books extends Sources {
  /** When something was last told, and the terms of then. */
  readonly asked: Map<Advocate, { readonly at: number; readonly terms: Terms }>
}

type Told = EntryOf<"TierReached" | "TierKept" | "TierLost">

export const make = (sources: Sources): Ladders => {
  const books: Books = { ...sources, asked: new Map() }
  const { referrals } = books
  return {
    read: (entry) => {
      if (entry.type === "TierReached" || entry.type === "TierKept" || entry.type === "TierLost") told(books, entry)
      else if (entry.type === "ReferralQualified" || entry.type === "ReferralUnqualified") {
        ask(books, referrals.advocate(entry.program, entry.advocate), entry.recorded)
      }
    },
    end: () => inTheEnd(books),
    scored: (known, recorded) => ask(books, known, recorded)
  }
}

const ask = ({ asked, programs }: Books, known: Advocate | undefined, recorded: number): void => {
  const terms = known === undefined ? undefined : programs.live(known.program, recorded)
  if (known !== undefined && terms !== undefined) asked.set(known, { at: recorded, terms })
}

/** How many steps of the ladder are an advocate's at a time. */
const heightAt = ({ tiers, timeZone }: Terms, advocate: Advocate, at: number): number => {
  const top = Tiers.at(tiers, timeZone, advocate, at)
  return top === undefined ? 0 : tiers.indexOf(top) + 1
}

const told = (books: Books, entry: Told): void => {
  const { notes, programs, referrals } = books
  const { id, n, person, program, recorded, tier } = entry
  const known = referrals.advocate(program, person)
  if (!notes.same("ladder", id, `advocate ${person}`, "enrolled", known === undefined ? "unknown" : "enrolled")) return
  const terms = programs.live(program, recorded)
  if (known === undefined || terms === undefined) return
  ask(books, known, recorded)
  notes.same("ladder", id, "its number", (known.told ?? 0) + 1, n)
  known.told = n
  known.last = recorded
  const one = known.held.find((held) => held.tier === tier)
  const isHeld = entry.type !== "TierReached"
  notes.same("ladder", id, "the tier before", isHeld ? "held" : "not held", one === undefined ? "not held" : "held")
  const place = terms.tiers.findIndex((written) => written.id === tier)
  if (entry.type === "TierLost") return lost(books, known, entry, terms, place)
  notes.holds(
    place >= 0 && place < heightAt(terms, known, recorded),
    "ladder",
    id,
    "its step",
    () => `among the ${heightAt(terms, known, recorded)} that are reached`,
    () => place + 1
  )
  ends(books, entry, known, terms, place)
  if (entry.type === "TierKept") {
    if (one !== undefined) one.until = entry.until
    return
  }
  const isBelow = terms.tiers.slice(0, place).every(({ id }) => known.held.some((held) => held.tier === id))
  notes.same("ladder", id, "every tier below it", "held", isBelow ? "held" : "not held")
  const perks = terms.tiers[place]?.perks ?? 0
  notes.same("ladder", id, "how many perks it brings", perks, entry.perks?.length ?? 0)
  known.held = [...known.held, { tier, since: entry.at, until: entry.until, perks: entry.perks ?? [] }]
}

/** It is there until the very moment that is told, and not at it. */
const ends = (
  { notes }: Books,
  { id, until }: EntryOf<"TierReached" | "TierKept">,
  known: Advocate,
  terms: Terms,
  place: number
): void => {
  if (until === null) {
    const isForEver = terms.tiers.some(
      (tier, i) => i >= place && tier.per === null && Tiers.at([tier], terms.timeZone, known, 0) !== undefined
    )
    notes.same("ladder", id, "kept for good", true, isForEver)
    return
  }
  notes.same("ladder", id, "kept until its end", true, heightAt(terms, known, until - 1) > place)
  notes.same("ladder", id, "kept at its end", false, heightAt(terms, known, until) > place)
}

const lost = ({ notes }: Books, known: Advocate, entry: EntryOf<"TierLost">, terms: Terms, place: number): void => {
  const { at, id, recorded, tier } = entry
  const one = known.held.find((held) => held.tier === tier)
  const until = one?.until ?? null
  const isOver = until !== null && until <= recorded
  const isGone = place < 0 || place >= heightAt(terms, known, recorded)
  notes.same("ladder", id, "over, or not reached any more", true, isOver || isGone)
  if (isOver) notes.same("ladder", id, "at", until, at)
  known.held = known.held.filter((held) => held !== one)
}

/** Nobody was told less or more than what they had when they were last told something. */
const inTheEnd = ({ asked, notes }: Books): void => {
  for (const [known, { at, terms }] of asked) {
    if (terms.tiers.length === 0) continue
    const wanted = terms.tiers.slice(0, heightAt(terms, known, at)).map(({ id }) => id)
    const said = known.held.map(({ tier }) => tier)
    const where = `advocate ${known.person} in ${known.program}`
    notes.same("ladder", where, "the tiers that were told", wanted.sort().join(), said.sort().join())
  }
}
