/** Generators for properties: each biased to the edges at which referral programs break. */
export {
  type Currency,
  currency,
  minor,
  minorAmount,
  minorOfOne,
  money,
  positiveMinor,
  unit,
  unitPair,
  weights,
  written
} from "./amounts.ts"
export { type Basket, basket, type Cut, cutInto, cuts, type Line, paidFor, partsOf } from "./baskets.ts"
export { date, edge, instant, period, zone, zoneNames } from "./calendar.ts"
export { jump, skew } from "./clocks.ts"
export { type Chaos, type Delivery, deliveries } from "./deliveries.ts"
export { type Mailbox, mailbox } from "./emails.ts"
export { BrokenStory, everyStory } from "./every-story.ts"
export { ordersOf, referralsOf, rewardsOf } from "./found.ts"
export { History, history, type Scope } from "./histories.ts"
export * as hostile from "./hostile.ts"
export { commandsOf, live, origin, type Watch } from "./living.ts"
export { type Options as ProgramOptions, programInput } from "./programs.ts"
export { overRefund, split } from "./refunds.ts"
export { type Step, steps, walk } from "./steps.ts"
export { story } from "./story.ts"
export { type Contact, contacts, trail } from "./touches.ts"
export { type Outcome, type Replayed, World } from "./World.ts"
export { type Answered, type Deed, play, Workload, workload } from "./workloads.ts"
