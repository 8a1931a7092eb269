/** A plugin that keeps what it did by its key, as an outside that honors idempotency keys does. */
import type { DeliveryError, Plugin } from "@goodword/core"
import * as Effect from "effect/Effect"

export interface Outside {
  readonly plugin: Plugin
  /** What was done, by key. */
  readonly done: ReadonlyMap<string, string>
  /** Every delivery, again and again. */
  readonly calls: readonly string[]
}

export const outside = (
  around: (deliver: Effect.Effect<void>) => Effect.Effect<void, DeliveryError> = (deliver) => deliver
): Outside => {
  const done = new Map<string, string>()
  const calls: string[] = []
  const plugin: Plugin = {
    id: "credits",
    intents: ["AddCredit", "WithdrawCredit"],
    deliver: (_tenant, { id, intent }) =>
      Effect.suspend(() => {
        calls.push(id)
        return around(Effect.sync(() => void done.set(id, intent)))
      })
  }
  return { plugin, done, calls }
}
