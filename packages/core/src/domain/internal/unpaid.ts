import type { Money } from "../Money.ts"
import { points } from "../Unit.ts"

/** What was paid where nobody orders: no condition on a total is met by it. */
export const unpaid: Money = { minor: 0n, unit: points }
