/**
 * Messages that were set aside. Those that wait can only be seen by taking them, and those that are done are gone: what
 * a plugin did with them is not in the store. So this looks at the ones that nobody takes any more.
 */
import * as Effect from "effect/Effect"
import type { Tenant } from "../domain/Ids.ts"
import type { StoreError } from "../ports/PortError.ts"
import type { StoreShape } from "../ports/Store.ts"
import type { Books } from "./Books.ts"

const looked = 1_000

export const audit = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: Tenant,
  { notes, payouts, referrals, rewards }: Books
): Effect.fn.Return<void, StoreError> {
  for (const { body, id } of yield* store.outbox.dead(tenant, looked)) {
    const { friend, person, program, reward, run } = (body ?? {}) as Readonly<Record<string, unknown>>
    if (typeof reward === "string") {
      const granted = rewards.get(reward.replace(/\/g\d+$/u, ""))?.granted.generation ?? 0
      const generation = Number(/\/g(\d+)$/u.exec(reward)?.[1] ?? Number.POSITIVE_INFINITY)
      const isKnown = generation <= granted
      notes.same("dead-message", id, `reward ${reward}`, "granted", isKnown ? "granted" : "never granted")
    } else if (typeof run === "string") {
      notes.same("dead-message", id, `payout ${run}`, "known", payouts.isKnown(run) ? "known" : "unknown")
    } else if (typeof person === "string") {
      const isKnown = referrals.advocate(`${program}`, person) !== undefined
      notes.same("dead-message", id, `advocate ${person}`, "known", isKnown ? "known" : "unknown")
    } else {
      const referral = referrals.get(`${program}`, `${friend}`)
      notes.same("dead-message", id, "its referral", "known", referral === undefined ? "unknown" : "known")
    }
  }
})
