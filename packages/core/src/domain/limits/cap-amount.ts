import { type Evidence, failed, passed } from "../Evidence.ts"
import * as Money from "../Money.ts"

/**
 * How much one offer may give in one period, in its own unit. A grant says what the whole cap is; what was left is said
 * by a refusal, which stands only while that is so.
 */
export const capAmount = (cost: Money.Money, left: Money.Money, most: Money.Money, period: string): Evidence => {
  const limit = `${Money.format(most)} in ${period}`
  return cost.unit === left.unit && cost.minor <= left.minor
    ? passed("cap-amount", cost, limit)
    : failed("cap-amount", cost, `${Money.format(left)} left of ${limit}`)
}
