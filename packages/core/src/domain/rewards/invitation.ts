import * as Schema from "effect/Schema"
import { cents, one } from "../internal/example.ts"
import { Phrase, perk } from "../internal/perk.ts"
import * as RewardKind from "../RewardKind.ts"

/** An invitation to an event. */
export const invitation = RewardKind.define({
  ...perk("invitation"),
  terms: Schema.Struct({ to: Phrase }),
  issue: "SendInvitation",
  withdraw: "WithdrawInvitation",
  describe: ({ to }) => `an invitation to ${to}`,
  examples: [{ terms: { to: "the spring preview" }, total: cents(50_00n), worth: one("invitation") }]
})
