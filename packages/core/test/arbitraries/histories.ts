// Whole histories, as they are published.
export { History, history } from "../../../testkit/src/generators/histories.ts"
export { live, ordersOf, origin, referralsOf, rewardsOf } from "../../../testkit/src/generators/living.ts"
