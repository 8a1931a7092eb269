/**
 * Locks of quotes: until its end a lock keeps what the quote's discounts would take from caps and budgets, so that
 * nobody else can. The order that uses the quote takes it over; else it is let go when the lock ends. All of these meet
 * at one fact, the quote, so one of them comes first.
 */
import type { LockQuote, ReleaseLock, UnlockQuote } from "./Command.ts"
import { type Compiled, ruleOf, versionOf } from "./Compile.ts"
import * as Draft from "./Draft.ts"
import { type Evidence, failed, passed } from "./Evidence.ts"
import type * as Fact from "./Fact.ts"
import type { QuoteId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import * as Key from "./Key.ts"
import * as Limits from "./Limits.ts"
import type { LockEnded } from "./OrderEvent.ts"
import * as Pin from "./Pin.ts"
import type { Rejection } from "./Rejection.ts"
import * as Scout from "./Scout.ts"

/** How long a lock may keep others out. */
export const longestMs = 86_400_000

const rulesOf = (terms: Compiled, { discounts }: Fact.Quote) =>
  discounts.flatMap((discount) => {
    const rule = ruleOf(terms, discount.rule)
    return rule === undefined ? [] : [{ rule, discount }]
  })

/** The facts that letting go of a lock writes. */
const planEnd = (scout: Scout.Scout, { lock }: Fact.Quote): void => {
  for (const { counter, window } of lock?.charges ?? []) if (window !== undefined) Scout.want(scout, counter)
}

export const plan = (scout: Scout.Scout, { at, quote }: LockQuote): void => {
  const known = Scout.read(scout, Key.quote(quote))
  if (known === null || known.credit === null) return
  planEnd(scout, known)
  const { advocate, program, version } = known.credit
  const live = Scout.live(scout, program)
  const terms = Scout.version(scout, program, version)
  if (terms === undefined) return
  const rules = rulesOf(terms, known).map(({ rule }) => rule)
  for (const one of live) Limits.plan(scout, one, rules, { advocate, friend: known.person }, at)
}

export const planUse = (scout: Scout.Scout, quote: QuoteId): void => {
  const known = Scout.read(scout, Key.quote(quote))
  if (known !== null) planEnd(scout, known)
}

export const decide = (draft: Draft.Draft, { at, forMs, quote }: LockQuote): Rejection | undefined => {
  const known = Draft.read(draft, Key.quote(quote))
  if (known === null) return { _tag: "QuoteUnknown", quote }
  if (known.usedBy !== null) return { _tag: "QuoteUsed", quote, order: known.usedBy }
  end(draft, known, "lock", at)
  const n = (known.locks ?? 0) + 1
  const until = (draft.now + forMs) as Instant
  const { because, charges, refusal } = reserve(draft, known, at)
  const id = `${Key.quote(quote)}/lock/${n}`
  const envelope = { at, recorded: draft.now, quote, n, because }
  if (refusal !== undefined) {
    Draft.emit(draft, { ...envelope, _tag: "LockRefused", id: `${id}/refused`, reason: refusal })
    return undefined
  }
  Draft.emit(draft, { ...envelope, _tag: "QuoteLocked", id, until, charges })
  const command = { _tag: "ReleaseLock", at: until, quote, n } as const
  Draft.send(draft, () => [{ _tag: "Wake", id: `wake/${id}`, due: until, command }])
  return undefined
}

interface Reserved {
  readonly because: readonly Evidence[]
  readonly charges: readonly Fact.Charge[]
  readonly refusal: string | undefined
}

/** Takes the room of every discount, or of none. */
const reserve = (draft: Draft.Draft, quote: Fact.Quote, at: Instant): Reserved => {
  const { credit, discounts, person } = quote
  if (credit === null || discounts.length === 0) {
    return { because: [failed("lock", "no discount")], charges: [], refusal: "lock" }
  }
  const terms = versionOf(draft.programs, credit.program, credit.version)
  const head = Draft.read(draft, Key.program(credit.program))
  const live = head === null ? terms : versionOf(draft.programs, credit.program, Pin.at(head, at).version)
  const because: Evidence[] = []
  const charges: Fact.Charge[] = []
  for (const { discount, rule } of rulesOf(terms, quote)) {
    const pair = { advocate: credit.advocate, friend: person }
    const room = Limits.roomFor(draft, live, rule, pair, at, discount.amount)
    because.push(...room.evidence)
    if (room.refusal !== undefined) {
      Limits.release(draft, charges)
      return { because, charges: [], refusal: room.refusal }
    }
    charges.push(...Limits.take(draft, room))
  }
  return { because: [...because, passed("lock", discounts.length)], charges, refusal: undefined }
}

/** Lets a lock go, where there is one; answers when it had been taken. */
export const end = (
  draft: Draft.Draft,
  { lock, locks = 0, quote }: Fact.Quote,
  by: LockEnded["by"],
  at: Instant
): Instant | undefined => {
  if (lock === undefined) return undefined
  const isOver = lock.until <= draft.now
  const charges = lock.charges.map((charge) => ({ ...charge, add: -charge.add }))
  Limits.release(draft, lock.charges)
  Draft.emit(draft, {
    _tag: "LockEnded",
    id: `${Key.quote(quote)}/lock/${locks}/ended`,
    at: isOver ? lock.until : at,
    recorded: draft.now,
    quote,
    n: locks,
    by: isOver ? "time" : by,
    charges
  })
  return isOver ? undefined : lock.at
}

export const unlock = (draft: Draft.Draft, { at, quote }: UnlockQuote): Rejection | undefined => {
  const known = Draft.read(draft, Key.quote(quote))
  if (known === null) return { _tag: "QuoteUnknown", quote }
  end(draft, known, "unlock", at)
  return undefined
}

/** A wake: the lock's time is over, unless it has ended before. */
export const release = (draft: Draft.Draft, { n, quote }: ReleaseLock): void => {
  const known = Draft.read(draft, Key.quote(quote))
  if (known?.lock === undefined || known.locks !== n || known.lock.until > draft.now) return
  end(draft, known, "time", known.lock.until)
}
