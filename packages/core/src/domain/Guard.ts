/**
 * What may never become a referral, whatever a program says: one guard, one file in `guards/`, in line in `Guards.ts`.
 */
import type { Compiled } from "./Compile.ts"
import type { Known } from "./EarlierOrders.ts"
import type { Evidence } from "./Evidence.ts"
import type { PersonId } from "./Ids.ts"

/** What guards may look at. */
export interface Pair {
  readonly program: Compiled
  readonly advocate: PersonId
  readonly friend: PersonId
  readonly advocatePrints: readonly string[]
  readonly friendPrints: readonly string[]
  /** Friends whom the friend has referred in this program. */
  readonly friendHasReferred: number
  readonly known: Known
}

export type Guard = (pair: Pair) => Evidence
