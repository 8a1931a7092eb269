import * as Schema from "effect/Schema"
import { cents, one } from "../internal/example.ts"
import { Phrase, perk } from "../internal/perk.ts"
import * as RewardKind from "../RewardKind.ts"

/** A standing in the store, such as gold; how long it lasts is the offer's `expires`. */
export const vipStatus = RewardKind.define({
  ...perk("vip-status"),
  terms: Schema.Struct({ status: Phrase }),
  issue: "GrantStatus",
  withdraw: "RevokeStatus",
  describe: ({ status }) => `${status} status`,
  examples: [{ terms: { status: "gold" }, total: cents(50_00n), worth: one("vip-status") }]
})
