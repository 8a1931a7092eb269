/**
 * A referral program as data: who gets what for a referral, when, and within which limits. One shape in code and in
 * JSON; both decode to the same value, and writing it back gives the same document.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Calendar from "./Calendar.ts"
import { builtIn, type Catalogs } from "./Catalogs.ts"
import { ProgramId } from "./Ids.ts"
import { unwrap } from "./internal/assert.ts"
import { quote } from "./internal/codec.ts"
import { type Issue, issuesOf, issueText, pathText } from "./internal/issues.ts"
import * as Money from "./Money.ts"
import * as Span from "./Span.ts"
import { isCurrency } from "./Unit.ts"

/** A reward of a kind with its decoded terms. */
export interface Give {
  readonly kind: string
  readonly terms: unknown
}

/** A condition with its decoded terms. */
export interface When {
  readonly condition: string
  readonly terms: unknown
}

const Cap = Schema.Struct({
  /** How many rewards a person may get from this offer in one period. */
  count: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 })),
  per: Calendar.Period
})
export type Cap = typeof Cap.Type

export interface Offer {
  /** The rule's name: part of its rewards' ids, so it never changes its meaning. */
  readonly id: string
  readonly give: Give
  readonly when: readonly When[]
  readonly hold: Span.Span | null
  readonly cap: Cap | null
  /** How long a reward can be used once it is available. */
  readonly expires: Span.Span | null
  readonly onPartialRefund: "proportional" | "recompute" | null
}

export interface Milestone extends Offer {
  /** A reward at every n-th friend who qualifies. */
  readonly every: number
}

/** What a review does when nobody answers. `hold` waits for a person, for good. */
export type OnSilence = "hold" | { readonly after: Span.Span; readonly then: "pay" | "void" }

export interface Program {
  readonly id: ProgramId
  readonly name: string | null
  readonly timeZone: Calendar.Zone
  readonly starts: Calendar.CalendarDate | null
  /** The last day, inclusive, in the program's time zone. */
  readonly ends: Calendar.CalendarDate | null
  readonly attribution: { readonly model: string; readonly window: Span.Span }
  /** How long a friend has to place the order that counts, and what that order must be. */
  readonly qualify: { readonly within: Span.Span; readonly when: readonly When[] }
  readonly newCustomersOnly: boolean
  readonly friend: readonly Offer[]
  readonly advocate: readonly Offer[]
  readonly milestones: readonly Milestone[]
  readonly budget: { readonly amount: Money.Money; readonly per: Calendar.Period } | null
  /** Orders from this total on wait for a review before they qualify. */
  readonly review: { readonly ordersFrom: Money.Money } | null
  readonly onSilence: OnSilence
}

/** The document is no program; each issue names its path. */
export interface ProgramInvalid {
  readonly _tag: "ProgramInvalid"
  readonly issues: readonly Issue[]
  readonly message: string
}

const RuleId = Schema.String.check(
  Schema.makeFilter(
    (text: string) =>
      (text.length <= 40 && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/u.test(text)) ||
      `must be lower-case letters, digits and single hyphens, such as "first-order"; got ${JSON.stringify(text)}`
  )
)

const Terms = Schema.Record(Schema.String, Schema.Unknown)

const offerFields = {
  id: Schema.optionalKey(RuleId),
  give: Terms.annotateKey({
    messageMissingKey: 'is missing: say what is given, such as storeCredit({ amount: "10.00 USD" })'
  }),
  when: Schema.optionalKey(Schema.Array(Terms)),
  hold: Schema.optionalKey(Span.Text),
  cap: Schema.optionalKey(Cap),
  expires: Schema.optionalKey(Span.Text),
  onPartialRefund: Schema.optionalKey(Schema.Literals(["proportional", "recompute"]))
}
const OfferDocument = Schema.Struct(offerFields)
const MilestoneDocument = Schema.Struct({
  ...offerFields,
  every: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 }))
})

const Silence = Schema.Struct({ after: Span.Text, then: Schema.Literals(["pay", "void"]) })

const ProgramDocument = Schema.Struct({
  id: ProgramId,
  name: Schema.optionalKey(Schema.NonEmptyString.check(Schema.isMaxCodePoints(120))),
  timeZone: Calendar.ZoneText,
  starts: Schema.optionalKey(Calendar.DateText),
  ends: Schema.optionalKey(Calendar.DateText),
  attribution: Schema.optionalKey(
    Schema.Struct({ model: Schema.optionalKey(Schema.String), window: Schema.optionalKey(Span.Text) })
  ),
  qualify: Schema.optionalKey(
    Schema.Struct({ within: Schema.optionalKey(Span.Text), when: Schema.optionalKey(Schema.Array(Terms)) })
  ),
  newCustomersOnly: Schema.optionalKey(Schema.Boolean),
  friend: Schema.optionalKey(Schema.Array(OfferDocument).check(Schema.isMaxLength(8))),
  advocate: Schema.optionalKey(Schema.Array(OfferDocument).check(Schema.isMaxLength(8))),
  milestones: Schema.optionalKey(Schema.Array(MilestoneDocument).check(Schema.isMaxLength(8))),
  budget: Schema.optionalKey(Schema.Struct({ amount: Money.PositiveCurrency, per: Calendar.Period })),
  review: Schema.optionalKey(Schema.Struct({ ordersFrom: Money.Positive })),
  // Two shapes; `readSilence` tells them apart, so that a mistake is answered about the shape that was meant.
  onSilence: Schema.Unknown.annotateKey({
    messageMissingKey:
      'is missing: say what happens when nobody answers a review: "hold", or { after: "7 days", then: "pay" | "void" }'
  })
})
type ProgramDocument = typeof ProgramDocument.Type

/** An offer as it is written. */
export interface OfferInput extends Omit<typeof OfferDocument.Encoded, "give" | "when"> {
  readonly give: { readonly kind: string }
  readonly when?: readonly { readonly condition: string }[]
}
export interface MilestoneInput extends OfferInput {
  readonly every: number
}

/** A program as it is written, in code or as JSON. */
export interface Input
  extends Omit<typeof ProgramDocument.Encoded, "friend" | "advocate" | "milestones" | "qualify" | "onSilence"> {
  readonly friend?: OfferInput | readonly OfferInput[]
  readonly advocate?: OfferInput | readonly OfferInput[]
  readonly milestones?: readonly MilestoneInput[]
  readonly qualify?: { readonly within?: string; readonly when?: readonly { readonly condition: string }[] }
  readonly onSilence: "hold" | typeof Silence.Encoded
}

const strict = { errors: "all", onExcessProperty: "error" } as const
const decodeDocument = Schema.decodeUnknownResult(ProgramDocument)
const decodeSilence = Schema.decodeUnknownResult(Silence)

const day = 86_400_000
const defaults = {
  model: "code-beats-link",
  window: (30 * day) as Span.Span,
  within: (90 * day) as Span.Span
}

/**
 * Reads a program's document.
 *
 * @example
 * import { Program } from "@goodword/core"
 * import * as Result from "effect/Result"
 * const read = Program.decode({ id: "spring", timeZone: "Mars/Olympus", onSilence: "hold" })
 * Result.isFailure(read) // => true
 */
export const decode = (document: unknown, catalogs: Catalogs = builtIn): Result.Result<Program, ProgramInvalid> => {
  const { input, single } = listed(document)
  const read = decodeDocument(input, strict)
  if (Result.isFailure(read)) return invalid(issuesOf(read.failure), single)
  const issues: Issue[] = []
  const program = assemble(read.success, catalogs, issues)
  if (program === undefined || issues.length > 0) return invalid(issues, single)
  const disagreements = crossChecks(program, catalogs)
  if (disagreements.length > 0) return invalid(disagreements, single)
  decoded.add(program)
  return Result.succeed(program)
}

/** As `decode`, for programs written in code: throws an error that names every mistake. */
export const make = (input: Input, catalogs: Catalogs = builtIn): Program => unwrap(decode(input, catalogs))

/** Programs that were decoded here, as opposed to documents that look like one. */
const decoded = new WeakSet<object>()

/** Whether this is a program that `decode` or `make` answered. */
export const isProgram = (value: unknown): value is Program =>
  typeof value === "object" && value !== null && decoded.has(value)

/** One offer may stand without its list; paths in messages then leave the `[0]` out again. */
const listed = (document: unknown): { readonly input: unknown; readonly single: readonly string[] } => {
  if (typeof document !== "object" || document === null || Array.isArray(document))
    return { input: document, single: [] }
  const input: Record<string, unknown> = { ...document }
  const single: string[] = []
  for (const side of ["friend", "advocate"]) {
    const offers = input[side]
    if (typeof offers === "object" && offers !== null && !Array.isArray(offers)) {
      input[side] = [offers]
      single.push(side)
    }
  }
  return { input, single }
}

const invalid = (issues: readonly Issue[], single: readonly string[]): Result.Result<never, ProgramInvalid> => {
  const plain = issues.map(({ message, path }) => {
    const side = single.find((name) => path.startsWith(`${name}[0]`))
    return { message, path: side === undefined ? path : `${side}${path.slice(side.length + 3)}` }
  })
  return Result.fail({ _tag: "ProgramInvalid", issues: plain, message: issueText(plain) })
}

const assemble = (document: ProgramDocument, catalogs: Catalogs, issues: Issue[]): Program | undefined => {
  const onSilence = readSilence(document.onSilence, issues)
  const program = {
    id: document.id,
    name: document.name ?? null,
    timeZone: document.timeZone,
    starts: document.starts ?? null,
    ends: document.ends ?? null,
    attribution: {
      model: document.attribution?.model ?? defaults.model,
      window: document.attribution?.window ?? defaults.window
    },
    qualify: {
      within: document.qualify?.within ?? defaults.within,
      when: readWhen(document.qualify?.when ?? [], ["qualify", "when"], catalogs, issues)
    },
    newCustomersOnly: document.newCustomersOnly ?? true,
    friend: readOffers(document.friend ?? [], "friend", catalogs, issues),
    advocate: readOffers(document.advocate ?? [], "advocate", catalogs, issues),
    milestones: readOffers(document.milestones ?? [], "milestones", catalogs, issues).map((offer, i) => ({
      ...offer,
      every: document.milestones?.[i]?.every ?? 1
    })),
    budget: document.budget ?? null,
    review: document.review ?? null
  }
  return onSilence === undefined ? undefined : { ...program, onSilence }
}

const readSilence = (value: unknown, issues: Issue[]): OnSilence | undefined => {
  if (value === "hold") return value
  if (typeof value === "string") {
    issues.push({
      path: "onSilence",
      message: `${quote(value)} says no time: write "hold", or { after: "7 days", then: "pay" | "void" }`
    })
    return undefined
  }
  const read = decodeSilence(value, strict)
  if (Result.isSuccess(read)) return read.success
  issues.push(...issuesOf(read.failure, ["onSilence"]))
  return undefined
}

const readOffers = (
  documents: readonly (typeof OfferDocument.Type)[],
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
      give: readGive(document.give, [side, i, "give"], catalogs, issues),
      when: readWhen(document.when ?? [], [side, i, "when"], catalogs, issues),
      hold: document.hold ?? null,
      cap: document.cap ?? null,
      expires: document.expires ?? null,
      onPartialRefund: document.onPartialRefund ?? null
    }
  })

type Path = readonly (string | number)[]

const readGive = (
  document: Readonly<Record<string, unknown>>,
  path: Path,
  catalogs: Catalogs,
  issues: Issue[]
): Give => {
  const { kind, ...terms } = document
  const entry = typeof kind === "string" ? catalogs.rewards.get(kind) : undefined
  if (entry === undefined) {
    issues.push(unknownEntry([...path, "kind"], "reward kind", kind, [...catalogs.rewards.keys()]))
    return { kind: "", terms: {} }
  }
  return { kind: entry.kind, terms: readTerms(entry.terms, terms, path, issues) }
}

const readWhen = (
  documents: readonly Readonly<Record<string, unknown>>[],
  path: Path,
  catalogs: Catalogs,
  issues: Issue[]
): readonly When[] =>
  documents.map(({ condition, ...terms }, i) => {
    const entry = typeof condition === "string" ? catalogs.conditions.get(condition) : undefined
    if (entry === undefined) {
      issues.push(unknownEntry([...path, i, "condition"], "condition", condition, [...catalogs.conditions.keys()]))
      return { condition: "", terms: {} }
    }
    return { condition: entry.condition, terms: readTerms(entry.terms, terms, [...path, i], issues) }
  })

const readTerms = (schema: Schema.Codec<unknown, unknown>, terms: unknown, path: Path, issues: Issue[]): unknown => {
  const read = Schema.decodeUnknownResult(schema)(terms, strict)
  if (Result.isSuccess(read)) return read.success
  issues.push(...issuesOf(read.failure, path))
  return undefined
}

const unknownEntry = (path: Path, what: string, got: unknown, known: readonly string[]): Issue => ({
  path: pathText(path),
  message:
    got === undefined
      ? `is missing: name a ${what}, one of ${known.join(", ")}`
      : `there is no ${what} ${typeof got === "string" ? quote(got) : `that is a ${typeof got}`}; known are ${known.join(", ")}`
})

/** One order may earn all of them, and what one decision writes is bounded. */
const offersMax = 12

/** What only shows when the parts are seen together. */
const crossChecks = (program: Program, catalogs: Catalogs): readonly Issue[] => {
  const issues: Issue[] = []
  if (!catalogs.models.has(program.attribution.model)) {
    const known = [...catalogs.models.keys()]
    issues.push(unknownEntry(["attribution", "model"], "attribution model", program.attribution.model, known))
  }
  if (program.starts !== null && program.ends !== null && program.ends < program.starts) {
    issues.push({ path: "ends", message: `${program.ends} is before the program starts, ${program.starts}` })
  }
  const offersCount = sides(program).reduce((count, [, offers]) => count + offers.length, 0)
  if (offersCount > offersMax) {
    issues.push({
      path: "",
      message: `a program has at most ${offersMax} offers and milestones in all, not ${offersCount}`
    })
  }
  const names = new Set<string>()
  for (const [side, offers] of sides(program)) {
    offers.forEach((offer, i) => {
      if (names.has(offer.id)) {
        issues.push({ path: pathText([side, i, "id"]), message: `"${offer.id}" names another offer already` })
      }
      names.add(offer.id)
      const form = catalogs.rewards.get(offer.give.kind)?.form
      if (form !== "value" && offer.onPartialRefund === "recompute") {
        const message =
          form === "discount" && side === "friend"
            ? 'a discount at checkout is a share of what was paid: write "proportional", or leave it out'
            : "it is granted as one piece, which has no part that could be computed again: leave it out"
        issues.push({ path: pathText([side, i, "onPartialRefund"]), message })
      }
      const most = catalogs.rewards.get(offer.give.kind)?.most(offer.give.terms)
      issues.push(...budgetIssues(program, most, pathText([side, i, "give"])))
    })
  }
  return issues
}

/** A budget can only carry what has a price in its currency. */
const budgetIssues = (program: Program, most: Money.Money | undefined, path: string): readonly Issue[] => {
  if (program.budget === null) return []
  const { unit } = program.budget.amount
  if (most === undefined) {
    return [{ path, message: `has no maximum, so no budget can carry it: add maximum: "50.00 ${unit}"` }]
  }
  return most.unit === unit || !isCurrency(most.unit)
    ? []
    : [{ path, message: `is paid in ${most.unit}, but the budget is in ${unit}: one program pays in one currency` }]
}

/** The offers by where they stand in the document. */
export const sides = (
  program: Program
): readonly (readonly ["friend" | "advocate" | "milestones", readonly Offer[]])[] => [
  ["friend", program.friend],
  ["advocate", program.advocate],
  ["milestones", program.milestones]
]

/** The program's document, which `decode` reads back to the same program. */
export const toJson = (program: Program, catalogs: Catalogs = builtIn): Record<string, unknown> =>
  withoutNulls({
    id: program.id,
    name: program.name,
    timeZone: program.timeZone,
    starts: program.starts,
    ends: program.ends,
    attribution: { model: program.attribution.model, window: Span.format(program.attribution.window) },
    qualify: {
      within: Span.format(program.qualify.within),
      when: program.qualify.when.map((w) => writeWhen(w, catalogs))
    },
    newCustomersOnly: program.newCustomersOnly,
    friend: program.friend.map((offer) => writeOffer(offer, catalogs)),
    advocate: program.advocate.map((offer) => writeOffer(offer, catalogs)),
    milestones: program.milestones.map((m) => ({ ...writeOffer(m, catalogs), every: m.every })),
    budget: program.budget === null ? null : { amount: Money.format(program.budget.amount), per: program.budget.per },
    review: program.review === null ? null : { ordersFrom: Money.format(program.review.ordersFrom) },
    onSilence:
      program.onSilence === "hold"
        ? "hold"
        : { after: Span.format(program.onSilence.after), then: program.onSilence.then }
  })

const writeOffer = (offer: Offer, catalogs: Catalogs): Record<string, unknown> =>
  withoutNulls({
    id: offer.id,
    give: { kind: offer.give.kind, ...writeTerms(catalogs.rewards.get(offer.give.kind)?.terms, offer.give.terms) },
    when: offer.when.map((w) => writeWhen(w, catalogs)),
    hold: offer.hold === null ? null : Span.format(offer.hold),
    cap: offer.cap,
    expires: offer.expires === null ? null : Span.format(offer.expires),
    onPartialRefund: offer.onPartialRefund
  })

const writeWhen = (when: When, catalogs: Catalogs): Record<string, unknown> => ({
  condition: when.condition,
  ...writeTerms(catalogs.conditions.get(when.condition)?.terms, when.terms)
})

const writeTerms = (schema: Schema.Codec<unknown, unknown> | undefined, terms: unknown): object => {
  const written = schema === undefined ? undefined : Schema.encodeUnknownResult(schema)(terms)
  return written !== undefined && Result.isSuccess(written) ? (written.success as object) : {}
}

const withoutNulls = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
