/**
 * Guards stand on every door, in this order of precedence: the first that fails is the reason given.
 */
import type { Evidence } from "./Evidence.ts"
import type { Guard, Pair } from "./Guard.ts"
import { existingCustomer } from "./guards/existing-customer.ts"
import { referralCycle } from "./guards/referral-cycle.ts"
import { selfReferral } from "./guards/self-referral.ts"
import { sharedEmail } from "./guards/shared-email.ts"

const guards: readonly Guard[] = [selfReferral, sharedEmail, referralCycle, existingCustomer]

/** What may only be learned after a referral began: looked at again whenever it is about to lead to something. */
export const checkAgain = (
  pair: Pick<Pair, "advocatePrints" | "friendPrints">,
  /** Somebody who is not as new as they seemed. */
  known?: Pick<Pair, "known" | "program">
): readonly Evidence[] => (known === undefined ? [sharedEmail(pair)] : [sharedEmail(pair), existingCustomer(known)])

export const check = (pair: Pair): readonly Evidence[] => guards.map((guard) => guard(pair))
