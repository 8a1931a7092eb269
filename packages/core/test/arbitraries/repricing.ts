// A program that gives one reward and holds it, and an edit of it that values anew.
import type * as Event from "../../src/domain/Event.ts"
import type { Instant } from "../../src/domain/Instant.ts"
import type * as Program from "../../src/domain/Program.ts"
import { credit, program, type Shop } from "./shop.ts"

export type Offer = Partial<Program.OfferInput>
export type Edit = Partial<Program.Input>

export const giving = (offer: Offer = {}, more: Edit = {}): Program.Program =>
  program({ advocate: { give: credit("10.00 USD"), hold: "14 days", ...offer }, ...more })

/** Publishes an edit that asks for it, and looks at all that was granted. */
export const edit = (shop: Shop, edited: Program.Program, publishing: { readonly from?: Instant } = {}) => {
  shop.publish(edited, "publish", { openReferrals: "reprice", ...publishing })
  return look(shop)
}

export const look = (shop: Shop): readonly Event.RewardRepriced[] =>
  shop.rewards
    .flatMap(({ reward }) => shop.do({ _tag: "RepriceReward", at: shop.world.now, reward }).events)
    .filter((event) => event._tag === "RewardRepriced")
