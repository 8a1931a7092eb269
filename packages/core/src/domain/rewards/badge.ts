import * as Schema from "effect/Schema"
import { cents, one } from "../internal/example.ts"
import { Phrase, perk } from "../internal/perk.ts"
import * as RewardKind from "../RewardKind.ts"

/** A mark of honor that people show. */
export const badge = RewardKind.define({
  ...perk("badge"),
  terms: Schema.Struct({ name: Phrase }),
  isKept: true,
  issue: "AwardBadge",
  withdraw: "RevokeBadge",
  describe: ({ name }) => `the badge "${name}"`,
  examples: [{ terms: { name: "Golden friend" }, total: cents(50_00n), worth: one("badge") }]
})
