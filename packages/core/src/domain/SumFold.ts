/**
 * How the sums that tiers go by follow from events. An order counts with what is kept of it, in the periods in which it
 * was counted, while its friend stands as qualified; points count until they are taken back.
 */
import type * as Fact from "./Fact.ts"
import { type Fold, put, read } from "./Fold.ts"
import type { Instant } from "./Instant.ts"
import { broken } from "./internal/assert.ts"
import * as Kept from "./Kept.ts"
import * as Key from "./Key.ts"
import { stands } from "./ReferralStanding.ts"
import * as Sums from "./Sums.ts"

/** What an order adds for its friend's advocate. */
const counted = (order: Fact.Order, { generation }: Fact.Referral): bigint =>
  order.counts !== null && order.counts.n > 0 && order.counts.attribution === generation ? Kept.keptOf(order).minor : 0n

/** An order of which more or less counts than before. */
export const orderCounts = (fold: Fold, before: Fact.Order, after: Fact.Order): void => {
  const { person, program, recorded, summedIn, total } = after
  if (summedIn === undefined || person === null || program === null) return
  const key = Key.referral(program, person)
  const referral = read(fold, key)
  if (referral === null || !stands(referral)) return
  const minor = counted(after, referral) - counted(before, referral)
  if (minor === 0n) return
  put(fold, key, { ...referral, sums: Sums.add(referral.sums, total.unit, minor, summedIn), recorded })
  change(fold, referral, recorded, (sums) => Sums.add(sums, total.unit, minor, summedIn))
}

/** A friend who does not stand any more takes all along that was paid. */
export const friendFalls = (fold: Fold, program: Fact.Referral["program"], friend: Fact.Referral["friend"]): void => {
  const key = Key.referral(program, friend)
  const referral = read(fold, key)
  if (referral?.sums === undefined) return
  const { recorded, sums: others } = referral
  put(fold, key, { ...referral, sums: nothing })
  change(fold, referral, recorded, (sums) => Sums.without(sums, others))
}

const nothing: readonly never[] = []

/** Points more, or fewer where the number is below zero: granted, taken back, or valued anew. */
export const pointsCount = (
  fold: Fold,
  { amount, person, program, summedIn }: Pick<Fact.Reward, "amount" | "person" | "program" | "summedIn">,
  minor: bigint,
  recorded: Instant
): void => {
  if (summedIn === undefined || minor === 0n) return
  change(fold, { program, advocate: person }, recorded, (sums) => Sums.add(sums, amount.unit, minor, summedIn))
}

const change = (
  fold: Fold,
  { advocate, program }: Pick<Fact.Referral, "program" | "advocate">,
  recorded: Instant,
  to: (sums: Fact.Advocate["sums"]) => readonly Sums.Sum[]
): void => {
  const key = Key.advocate(program, advocate)
  const known = read(fold, key) ?? broken(`${key} has earned something and is unknown`)
  put(fold, key, { ...known, sums: to(known.sums), recorded })
}
