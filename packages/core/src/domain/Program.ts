/**
 * A referral program as data: who gets what for a referral, when, and within which limits. One shape in code and in
 * JSON; both decode to the same value, and writing it back gives the same document.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Calendar from "./Calendar.ts"
import { builtIn, type Catalogs } from "./Catalogs.ts"
import { readWhen, strict, Terms, withoutNulls, writeWhen } from "./Entries.ts"
import * as ExchangeTerms from "./ExchangeTerms.ts"
import { ProgramId } from "./Ids.ts"
import { unwrap } from "./internal/assert.ts"
import { quote } from "./internal/codec.ts"
import { type Issue, issuesOf, issueText } from "./internal/issues.ts"
import * as MilestoneTerms from "./MilestoneTerms.ts"
import * as Money from "./Money.ts"
import {
  MilestoneDocument,
  type MilestoneInput,
  OfferDocument,
  type OfferInput,
  readOffers,
  writeOffer
} from "./Offer.ts"
import * as PrizeTerms from "./PrizeTerms.ts"
import { crossChecks } from "./ProgramChecks.ts"
import type { Budget, OnSilence, Program } from "./ProgramTerms.ts"
import * as Span from "./Span.ts"
import * as SpecialEvent from "./SpecialEvent.ts"
import * as TierTerms from "./TierTerms.ts"

export type { Milestone, MilestoneInput, Offer, OfferInput } from "./Offer.ts"

export type { OnSilence, Program } from "./ProgramTerms.ts"

/** The document is no program; each issue names its path. */
export interface ProgramInvalid {
  readonly _tag: "ProgramInvalid"
  readonly issues: readonly Issue[]
  readonly message: string
}

export const BudgetDocument = Schema.Struct({ amount: Money.PositiveCurrency, per: Calendar.Period })
const Budgets = Schema.Array(BudgetDocument).check(Schema.isMaxLength(8))

export const Silence = Schema.Struct({ after: Span.Text, then: Schema.Literals(["pay", "void"]) })

/** The fields as they are written; `scripts/gen-program-schema.ts` makes the published JSON Schema of it. */
export const ProgramDocument = Schema.Struct({
  // Where an editor finds the JSON Schema.
  $schema: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(500))),
  id: ProgramId,
  name: Schema.optionalKey(Schema.NonEmptyString.check(Schema.isMaxCodePoints(120))),
  timeZone: Calendar.ZoneText,
  priority: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: -1000, maximum: 1000 }))),
  starts: Schema.optionalKey(Calendar.DateText),
  ends: Schema.optionalKey(Calendar.DateText),
  attribution: Schema.optionalKey(
    Schema.Struct({ model: Schema.optionalKey(Schema.String), window: Schema.optionalKey(Span.Text) })
  ),
  refer: Schema.optionalKey(Schema.Struct({ when: Schema.Array(Terms) })),
  qualify: Schema.optionalKey(
    Schema.Struct({ within: Schema.optionalKey(Span.Text), when: Schema.optionalKey(Schema.Array(Terms)) })
  ),
  newCustomersOnly: Schema.optionalKey(Schema.Boolean),
  checkout: Schema.optionalKey(
    Schema.Struct({
      bestFor: Schema.optionalKey(Schema.Literals(["person", "store"])),
      base: Schema.optionalKey(Schema.Literals(["before", "after"]))
    })
  ),
  friend: Schema.optionalKey(Schema.Array(OfferDocument).check(Schema.isMaxLength(8))),
  advocate: Schema.optionalKey(Schema.Array(OfferDocument).check(Schema.isMaxLength(8))),
  milestones: Schema.optionalKey(Schema.Array(MilestoneDocument).check(Schema.isMaxLength(8))),
  exchanges: Schema.optionalKey(
    Schema.Array(ExchangeTerms.Document).check(Schema.isMaxLength(ExchangeTerms.exchangesMax))
  ),
  events: Schema.optionalKey(Schema.Array(SpecialEvent.Document).check(Schema.isMaxLength(SpecialEvent.eventsMax))),
  tiers: Schema.optionalKey(Schema.Array(TierTerms.Document).check(Schema.isMaxLength(TierTerms.tiersMax))),
  prizes: Schema.optionalKey(Schema.Array(PrizeTerms.Document).check(Schema.isMaxLength(PrizeTerms.prizesMax))),
  // One, or a list: `readBudgets` tells them apart.
  budget: Schema.optionalKey(Schema.Unknown),
  review: Schema.optionalKey(Schema.Struct({ ordersFrom: Money.Positive })),
  // Two shapes; `readSilence` tells them apart, so that a mistake is answered about the shape that was meant.
  onSilence: Schema.Unknown.annotateKey({
    messageMissingKey:
      'is missing: say what happens when nobody answers a review: "hold", or { after: "7 days", then: "pay" | "void" }'
  })
})
type ProgramDocument = typeof ProgramDocument.Type

/** A program as it is written, in code or as JSON. */
export interface Input
  extends Omit<
    typeof ProgramDocument.Encoded,
    | "friend"
    | "advocate"
    | "milestones"
    | "exchanges"
    | "tiers"
    | "prizes"
    | "refer"
    | "qualify"
    | "budget"
    | "onSilence"
  > {
  readonly friend?: OfferInput | readonly OfferInput[]
  readonly advocate?: OfferInput | readonly OfferInput[]
  readonly milestones?: readonly MilestoneInput[]
  readonly exchanges?: readonly ExchangeTerms.Input[]
  readonly tiers?: readonly TierTerms.Input[]
  readonly prizes?: readonly PrizeTerms.Input[]
  readonly refer?: { readonly when: readonly { readonly condition: string }[] }
  readonly qualify?: { readonly within?: string; readonly when?: readonly { readonly condition: string }[] }
  readonly budget?: typeof BudgetDocument.Encoded | readonly (typeof BudgetDocument.Encoded)[]
  readonly onSilence: "hold" | typeof Silence.Encoded
}

const decodeDocument = Schema.decodeUnknownResult(ProgramDocument)
const decodeBudget = Schema.decodeUnknownResult(BudgetDocument, strict)
const decodeBudgets = Schema.decodeUnknownResult(Budgets, strict)
const decodeSilence = Schema.decodeUnknownResult(Silence)

const day = 86_400_000
const defaults = {
  model: "code-beats-link",
  window: (30 * day) as Span.Span,
  within: (90 * day) as Span.Span,
  checkout: { bestFor: "person", base: "before" } as const
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
    $schema: document.$schema ?? null,
    id: document.id,
    name: document.name ?? null,
    timeZone: document.timeZone,
    priority: document.priority ?? 0,
    starts: document.starts ?? null,
    ends: document.ends ?? null,
    attribution: {
      model: document.attribution?.model ?? defaults.model,
      window: document.attribution?.window ?? defaults.window
    },
    refer: { when: readWhen(document.refer?.when ?? [], ["refer", "when"], catalogs, issues) },
    qualify: {
      within: document.qualify?.within ?? defaults.within,
      when: readWhen(document.qualify?.when ?? [], ["qualify", "when"], catalogs, issues)
    },
    newCustomersOnly: document.newCustomersOnly ?? true,
    checkout: {
      bestFor: document.checkout?.bestFor ?? defaults.checkout.bestFor,
      base: document.checkout?.base ?? defaults.checkout.base
    },
    friend: readOffers(document.friend ?? [], "friend", catalogs, issues),
    advocate: readOffers(document.advocate ?? [], "advocate", catalogs, issues),
    milestones: readOffers(document.milestones ?? [], "milestones", catalogs, issues).map((offer, i) => ({
      ...offer,
      due: MilestoneTerms.read(document.milestones?.[i] ?? {}, ["milestones", i], issues)
    })),
    exchanges: ExchangeTerms.read(document.exchanges ?? [], catalogs, issues),
    events: (document.events ?? []).map(SpecialEvent.read),
    tiers: (document.tiers ?? []).map((tier, i) => TierTerms.read(tier, ["tiers", i], catalogs, issues)),
    prizes: (document.prizes ?? []).map((prize, i) => PrizeTerms.read(prize, ["prizes", i], catalogs, issues)),
    budgets: readBudgets(document.budget, issues),
    review: document.review ?? null
  }
  return onSilence === undefined ? undefined : { ...program, onSilence }
}

const readBudgets = (value: unknown, issues: Issue[]): readonly Budget[] => {
  if (value === undefined) return []
  const read = Array.isArray(value)
    ? decodeBudgets(value)
    : Result.map(decodeBudget(value), (one): readonly Budget[] => [one])
  if (Result.isSuccess(read)) return read.success
  issues.push(...issuesOf(read.failure, ["budget"]))
  return []
}

const writeBudgets = (budgets: readonly Budget[]): unknown => {
  const written = budgets.map(({ amount, per }) => ({ amount: Money.format(amount), per }))
  return written.length > 1 ? written : (written[0] ?? null)
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

/** The program's document, which `decode` reads back to the same program. */
export const toJson = (program: Program, catalogs: Catalogs = builtIn): Record<string, unknown> =>
  withoutNulls({
    $schema: program.$schema,
    id: program.id,
    name: program.name,
    timeZone: program.timeZone,
    priority: program.priority === 0 ? null : program.priority,
    starts: program.starts,
    ends: program.ends,
    attribution: { model: program.attribution.model, window: Span.format(program.attribution.window) },
    refer: program.refer.when.length === 0 ? null : { when: program.refer.when.map((w) => writeWhen(w, catalogs)) },
    qualify: {
      within: Span.format(program.qualify.within),
      when: program.qualify.when.map((w) => writeWhen(w, catalogs))
    },
    newCustomersOnly: program.newCustomersOnly,
    checkout:
      program.checkout.bestFor === defaults.checkout.bestFor && program.checkout.base === defaults.checkout.base
        ? null
        : program.checkout,
    friend: program.friend.map((offer) => writeOffer(offer, catalogs)),
    advocate: program.advocate.map((offer) => writeOffer(offer, catalogs)),
    milestones: program.milestones.map((m) => ({ ...writeOffer(m, catalogs), ...m.due })),
    exchanges:
      program.exchanges.length === 0 ? null : program.exchanges.map((one) => ExchangeTerms.write(one, catalogs)),
    events: program.events.length === 0 ? null : program.events.map(SpecialEvent.write),
    tiers: program.tiers.length === 0 ? null : program.tiers.map((tier) => TierTerms.write(tier, catalogs)),
    prizes: program.prizes.length === 0 ? null : program.prizes.map((prize) => PrizeTerms.write(prize, catalogs)),
    budget: writeBudgets(program.budgets),
    review: program.review === null ? null : { ordersFrom: Money.format(program.review.ordersFrom) },
    onSilence:
      program.onSilence === "hold"
        ? "hold"
        : { after: Span.format(program.onSilence.after), then: program.onSilence.then }
  })
