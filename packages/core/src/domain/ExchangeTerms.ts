/** What a program gives for points: each exchange says how many it takes, and which reward that buys. */
import * as Schema from "effect/Schema"
import * as CapTerms from "./CapTerms.ts"
import type { Catalogs } from "./Catalogs.ts"
import { type Path, Terms, withoutNulls } from "./Entries.ts"
import * as Give from "./Give.ts"
import { type Issue, pathText } from "./internal/issues.ts"
import * as Money from "./Money.ts"
import { RuleId } from "./Offer.ts"
import type { Written } from "./Policy.ts"
import * as Span from "./Span.ts"

export interface Exchange {
  /** The rule's name: part of its rewards' ids, so it never changes its meaning. */
  readonly id: string
  /** The points that it takes. */
  readonly from: Money.Money
  readonly give: Give.Reward
  readonly hold: Span.Span | null
  readonly caps: readonly CapTerms.Cap[]
  /** How long the reward can be used once it is available. */
  readonly expires: Span.Span | null
}

/** How many a program may have. */
export const exchangesMax = 32

export const Document = Schema.Struct({
  id: RuleId.annotateKey({ messageMissingKey: "is missing: whoever exchanges points says by it what they want" }),
  from: Money.PositivePoints.annotateKey({
    messageMissingKey: 'is missing: say how many points it takes, such as "500 points"'
  }),
  give: Terms.annotateKey({
    messageMissingKey: 'is missing: say what is given, such as storeCredit({ amount: "5.00 USD" })'
  }),
  hold: Schema.optionalKey(Span.Text),
  // One, or a list: `CapTerms.read` tells them apart.
  cap: Schema.optionalKey(Schema.Unknown),
  expires: Schema.optionalKey(Span.Text)
})

/** An exchange as it is written. */
export interface Input extends Omit<typeof Document.Encoded, "give" | "cap"> {
  readonly give: Written
  readonly cap?: CapTerms.CapInput | readonly CapTerms.CapInput[]
}

export const read = (
  documents: readonly (typeof Document.Type)[],
  catalogs: Catalogs,
  issues: Issue[]
): readonly Exchange[] =>
  documents.map(({ cap, expires, from, give, hold, id }, i) => ({
    id,
    from,
    give: readGive(give, ["exchanges", i, "give"], catalogs, issues),
    hold: hold ?? null,
    caps: CapTerms.read(cap, ["exchanges", i, "cap"], issues),
    expires: expires ?? null
  }))

const readGive = (document: unknown, path: Path, catalogs: Catalogs, issues: Issue[]): Give.Reward => {
  const give = Give.read(document, path, catalogs, issues)
  if (Give.isReward(give)) return give
  issues.push({ path: pathText(path), message: "is a policy, and points buy one reward: write an exchange for each" })
  return { kind: "", terms: {} }
}

export const write = ({ caps, expires, from, give, hold, id }: Exchange, catalogs: Catalogs): Record<string, unknown> =>
  withoutNulls({
    id,
    from: Money.format(from),
    give: Give.write(give, catalogs),
    hold: hold === null ? null : Span.format(hold),
    cap: CapTerms.write(caps) ?? null,
    expires: expires === null ? null : Span.format(expires)
  })

/** Its limits as those of a rule: caps are counted under its own name. */
export const limitsOf = ({ caps, hold, id }: Exchange) => ({
  caps: caps.map((cap) => ({ cap, name: id })),
  holdMs: hold ?? 0
})
