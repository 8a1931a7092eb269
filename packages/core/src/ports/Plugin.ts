/**
 * Plugins do outside what was decided inside: issue a discount in the shop, add credit, send a gift card.
 *
 * A message comes at least once, always with the same id: pass it on as the idempotency key, or look whether it was
 * done, so that the effect happens once.
 */
import type * as Effect from "effect/Effect"
import type { Tenant } from "../domain/Ids.ts"
import type { Intent, Payment, TierNews } from "../domain/Message.ts"
import type { DeliveryError } from "./PortError.ts"

export interface Plugin {
  /** Stored with each of its messages; never renamed while some are on their way. */
  readonly id: string
  /** The intents that it takes, such as `AddCredit`; each intent has at most one plugin. */
  readonly intents: readonly string[]
  /** Does it, or says why not; `isRetryable` of the error decides whether it is tried again. */
  readonly deliver: (tenant: Tenant, message: Intent) => Effect.Effect<void, DeliveryError>
  /** Pays an item of a payout run that was approved; at most one plugin does. What became of it is told at `markPaid` or `markFailed`. */
  readonly pay?: (tenant: Tenant, payment: Payment) => Effect.Effect<void, DeliveryError>
  /** Tells an advocate of a tier, or notes it elsewhere; at most one plugin does. What a tier brings is told by the intents of its perks. */
  readonly tellTier?: (tenant: Tenant, news: TierNews) => Effect.Effect<void, DeliveryError>
}
