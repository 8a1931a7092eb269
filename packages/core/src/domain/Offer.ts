/**
 * An offer of a program: what is given, when it is due, and within which limits. How it is written, read and written back.
 */
import * as Schema from "effect/Schema"
import * as CapTerms from "./CapTerms.ts"
import type { Catalogs } from "./Catalogs.ts"
import { type Path, readWhen, Terms, type When, withoutNulls, writeWhen } from "./Entries.ts"
import * as Give from "./Give.ts"
import { type Issue, pathText } from "./internal/issues.ts"
import * as MilestoneTerms from "./MilestoneTerms.ts"
import type { Written } from "./Policy.ts"
import * as Span from "./Span.ts"

/** When an offer pays: for becoming a customer, for the order that qualifies the friend, or for that and every later one. */
export const Occasion = Schema.Literals(["sign-up", "first order", "every order"])
export type Occasion = typeof Occasion.Type

export interface Offer {
  /** The rule's name: part of its rewards' ids, so it never changes its meaning. */
  readonly id: string
  readonly on: Occasion
  /** For every order: how many of a friend's orders pay, the one that qualifies included. */
  readonly orders: number | null
  /** For every order: how many calendar months from the attribution on. */
  readonly months: number | null
  readonly give: Give.Give
  /** At checkout: of the offers of one lane the best is taken, and lanes apply one after another on what is left. */
  readonly lane: number | null
  /** At checkout: where it applies, nothing else does. */
  readonly exclusive: boolean
  readonly when: readonly When[]
  readonly hold: Span.Span | null
  readonly caps: readonly CapTerms.Cap[]
  /** How long a reward can be used once it is available. */
  readonly expires: Span.Span | null
  readonly onPartialRefund: "proportional" | "recompute" | null
}

export interface Milestone extends Offer {
  readonly due: MilestoneTerms.Due
}

export const RuleId = Schema.String.check(
  Schema.makeFilter(
    (text: string) =>
      (text.length <= 40 && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/u.test(text)) ||
      `must be lower-case letters, digits and single hyphens, such as "first-order"; got ${JSON.stringify(text)}`
  )
)

const offerFields = {
  id: Schema.optionalKey(RuleId),
  give: Terms.annotateKey({
    messageMissingKey: 'is missing: say what is given, such as storeCredit({ amount: "10.00 USD" })'
  }),
  lane: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100 }))),
  exclusive: Schema.optionalKey(Schema.Boolean),
  when: Schema.optionalKey(Schema.Array(Terms)),
  hold: Schema.optionalKey(Span.Text),
  // One, or a list: `CapTerms.read` tells them apart.
  cap: Schema.optionalKey(Schema.Unknown),
  expires: Schema.optionalKey(Span.Text),
  onPartialRefund: Schema.optionalKey(Schema.Literals(["proportional", "recompute"]))
}
export const OfferDocument = Schema.Struct({
  ...offerFields,
  on: Schema.optionalKey(Occasion),
  orders: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 }))),
  months: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 120 })))
})
export const MilestoneDocument = Schema.Struct({
  ...offerFields,
  ...MilestoneTerms.fields
}).check(MilestoneTerms.saysOne)

/** An offer as it is written. */
export interface OfferInput extends Omit<typeof OfferDocument.Encoded, "give" | "when" | "cap"> {
  readonly give: Written
  readonly when?: readonly { readonly condition: string }[]
  readonly cap?: CapTerms.CapInput | readonly CapTerms.CapInput[]
}
export type MilestoneInput = Omit<OfferInput, "on" | "orders" | "months"> & MilestoneTerms.DueInput

export const readOffers = (
  documents: readonly (typeof OfferDocument.Type | typeof MilestoneDocument.Type)[],
  side: "friend" | "advocate" | "milestones",
  catalogs: Catalogs,
  issues: Issue[]
): readonly Offer[] =>
  documents.map((document, i) => {
    if (document.id === undefined && documents.length > 1) {
      issues.push({
        path: pathText([side, i, "id"]),
        message: "is missing: where there are several, each needs a name that it keeps when the list changes"
      })
    }
    return {
      id: document.id ?? (side === "milestones" ? "milestone" : side),
      // Milestones have an occasion of their own.
      ...readOccasion(side === "milestones" ? {} : (document as typeof OfferDocument.Type), [side, i], issues),
      give: Give.read(document.give, [side, i, "give"], catalogs, issues),
      lane: document.lane ?? null,
      exclusive: document.exclusive ?? false,
      when: readWhen(document.when ?? [], [side, i, "when"], catalogs, issues),
      hold: document.hold ?? null,
      caps: CapTerms.read(document.cap, [side, i, "cap"], issues),
      expires: document.expires ?? null,
      onPartialRefund: document.onPartialRefund ?? null
    }
  })

const readOccasion = (
  { months, on = "first order", orders }: Pick<typeof OfferDocument.Type, "on" | "orders" | "months">,
  path: Path,
  issues: Issue[]
): Pick<Offer, "on" | "orders" | "months"> => {
  for (const [bound, value] of Object.entries({ orders, months })) {
    if (value === undefined || on === "every order") continue
    issues.push({
      path: pathText([...path, bound]),
      message: `bounds an offer that pays on every order, and this one pays on ${on === "sign-up" ? "sign-up" : "the first order"}: write on: "every order", or leave ${bound} out`
    })
  }
  return { on, orders: orders ?? null, months: months ?? null }
}

export const writeOffer = (offer: Offer, catalogs: Catalogs): Record<string, unknown> =>
  withoutNulls({
    id: offer.id,
    on: offer.on === "first order" ? null : offer.on,
    orders: offer.orders,
    months: offer.months,
    give: Give.write(offer.give, catalogs),
    lane: offer.lane,
    exclusive: offer.exclusive || null,
    when: offer.when.map((w) => writeWhen(w, catalogs)),
    hold: offer.hold === null ? null : Span.format(offer.hold),
    cap: CapTerms.write(offer.caps) ?? null,
    expires: offer.expires === null ? null : Span.format(offer.expires),
    onPartialRefund: offer.onPartialRefund
  })
