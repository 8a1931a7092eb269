// Whole histories, as they are published.

export { ordersOf, referralsOf, rewardsOf } from "../../../testkit/src/generators/found.ts"
export { History, history } from "../../../testkit/src/generators/histories.ts"
export { live, origin } from "../../../testkit/src/generators/living.ts"
