import * as Schema from "effect/Schema"
import { cents, days, one } from "../internal/example.ts"
import { Phrase, perk } from "../internal/perk.ts"
import * as RewardKind from "../RewardKind.ts"
import * as Span from "../Span.ts"

/** Access to something that is not for everybody, or not yet; how long it lasts is the offer's `expires`. */
export const access = RewardKind.define({
  ...perk("access"),
  terms: Schema.Struct({
    to: Phrase,
    /** How long before everybody else; left out where others never get it. */
    ahead: Schema.optionalKey(Span.Text)
  }),
  issue: "GrantAccess",
  withdraw: "RevokeAccess",
  describe: ({ ahead, to }) =>
    ahead === undefined ? `access to ${to}` : `access to ${to}, ${Span.format(ahead)} before everybody else`,
  examples: [
    { terms: { to: "the members' shelf" }, total: cents(50_00n), worth: one("access") },
    { terms: { to: "the spring sale", ahead: days(2) }, total: cents(50_00n), worth: one("access") }
  ]
})
