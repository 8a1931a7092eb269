import { make } from "../Evidence.ts"
import type { Guard } from "../Guard.ts"

/**
 * Who has referred cannot later become somebody's friend. An edge to a person without friends of their own closes no
 * circle, so the graph of referrals never has one, at any length, and one number answers it.
 */
export const referralCycle: Guard = ({ friendHasReferred }) =>
  make("referral-cycle", friendHasReferred === 0, friendHasReferred, 0)
