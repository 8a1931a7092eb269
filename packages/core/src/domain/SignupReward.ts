/**
 * What a sign-up earns: for a friend who becomes a customer, by a sign-up or with the first order. No order stands behind
 * it, so no refund takes it back; a review's no does, and an order that shows the two to be one person, or the friend an
 * old customer.
 */

import * as Result from "effect/Result"
import * as Award from "./Award.ts"
import * as Choice from "./Choice.ts"
import { worthOn } from "./Compile.ts"
import type { Sight } from "./Condition.ts"
import type * as Draft from "./Draft.ts"
import * as Draw from "./Draw.ts"
import type * as Fact from "./Fact.ts"
import * as Grant from "./Grant.ts"
import type { Instant } from "./Instant.ts"
import { unpaid } from "./internal/unpaid.ts"
import * as Ladder from "./Ladder.ts"
import * as Limits from "./Limits.ts"
import * as Lots from "./Lots.ts"
import * as Qualification from "./Qualification.ts"
import * as ReferralRewards from "./ReferralRewards.ts"
import * as Reward from "./Reward.ts"
import * as Scout from "./Scout.ts"

type Pair = Pick<Fact.Referral, "program" | "version" | "friend" | "advocate">

/** The keys that granting reads. */
export const plan = (
  scout: Scout.Scout,
  pair: Pair,
  { at, country }: { readonly at: Instant; readonly country?: string }
): void => {
  const live = Scout.live(scout, pair.program)
  const basis = { total: unpaid, country: country ?? null }
  for (const terms of Scout.terms(scout, pair.program, pair.version)) {
    const { onSignUp } = terms
    if (onSignUp.length === 0) continue
    Ladder.plan(scout, pair.program, pair.advocate, at)
    Choice.planWishes(scout, terms, pair)
    Draw.planSeed(scout, terms)
    Draw.plan(scout, terms, pair, "sign-up", Grant.ofSignUp(pair.friend))
    for (const one of live) Limits.plan(scout, one, onSignUp, pair, at)
    for (const rule of onSignUp) {
      Scout.want(scout, Grant.keyOf(pair, rule, Grant.ofSignUp(pair.friend)))
      // No order says the unit, so the worth does. What is held for a while comes to no purse yet.
      const worth = rule.purse === null || rule.holdMs > 0 ? undefined : worthOn(rule, basis)
      if (worth !== undefined && Result.isSuccess(worth)) Lots.planRules(scout, [rule], pair, worth.success.unit)
    }
  }
}

export const grant = (
  draft: Draft.Draft,
  referral: Fact.Referral,
  { country, earlier, segments }: Pick<Sight, "country" | "earlier" | "segments">,
  cause: string,
  at: Instant
): void => {
  const { live, terms } = Qualification.versionsOf(draft, referral, at)
  if (terms.onSignUp.length === 0) return
  const occasion: Grant.Occasion = {
    referral,
    version: terms.version,
    order: null,
    nth: 0,
    cause,
    at,
    live,
    sight: {
      total: unpaid,
      isNew: referral.isNew,
      earlier,
      country,
      ...(segments === undefined ? {} : { segments })
    },
    isNewOrder: false,
    tier: Qualification.tierOf(draft, live, referral, at)
  }
  const occurrence = Grant.ofSignUp(referral.friend)
  for (const offer of terms.signUp) Award.award(draft, offer, occasion, occurrence)
}

/** The keys that settling, or taking back, what a referral's sign-up earned reads. */
export const planSettling = (scout: Scout.Scout, referral: Fact.Referral, at: Instant): void => {
  const { rewards, windows } = referral
  if (rewards.length > 0) Ladder.planRewards(scout, referral, at)
  for (const key of windows) Scout.want(scout, key)
  for (const { key, person, purse, unit } of rewards) {
    const reward = Scout.read(scout, key)
    if (reward !== null) {
      Scout.version(scout, reward.program, reward.version)
      Ladder.planTaking(scout, reward, at)
    }
    if (purse !== null) Lots.planPurse(scout, purse, person, unit)
  }
}

/** Takes back what the sign-up earned: the two have turned out to be one person, or the friend an old customer. */
export const takeBack = (draft: Draft.Draft, referral: Fact.Referral, cause: string, at: Instant): void => {
  for (const { key } of referral.rewards) {
    const { amount } = ReferralRewards.settle(draft, key, referral)
    Reward.takeBack(draft, key, amount.minor, cause, at)
  }
}
