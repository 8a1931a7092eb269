import { type Evidence, failed } from "../Evidence.ts"
import type { Money } from "../Money.ts"

/** The evidence against an order that is too small, or in another currency than the minimum; `undefined` where it will do. */
export const minimumOrderMet = (check: string, minimum: Money | undefined, total: Money): Evidence | undefined =>
  minimum === undefined || (minimum.unit === total.unit && total.minor >= minimum.minor)
    ? undefined
    : failed(check, total, minimum)
