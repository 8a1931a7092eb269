/** What an offer gives, as a value: one reward, or rewards put together by policies. How it is read and written back. */
import type * as Schema from "effect/Schema"
import * as CapTerms from "./CapTerms.ts"
import type { Catalogs } from "./Catalogs.ts"
import {
  describeWhen,
  type Path,
  readTerms,
  readWhen,
  unknownEntry,
  type When,
  withoutNulls,
  writeTerms,
  writeWhen
} from "./Entries.ts"
import { type Issue, pathText } from "./internal/issues.ts"
import type { AnyPolicy, Field } from "./Policy.ts"
import * as Span from "./Span.ts"

/** A reward of a kind with its decoded terms. */
export interface Reward {
  readonly kind: string
  readonly terms: unknown
}

/** Parts put together by a policy, with what it says of all of them. */
export interface Composed {
  readonly policy: string
  readonly terms: unknown
  readonly when: readonly When[]
  readonly caps: readonly CapTerms.Cap[]
  readonly hold: Span.Span | null
  readonly of: readonly Give[]
}

export type Give = Reward | Composed

export const isReward = (give: Give): give is Reward => "kind" in give

/** The rewards that may be given, in the order in which they are written. */
export const rewardsIn = (give: Give): readonly Reward[] => (isReward(give) ? [give] : give.of.flatMap(rewardsIn))

/** A reward, where it is written, and the caps that policies put above it. */
export interface Placed {
  readonly reward: Reward
  readonly place: Path
  readonly caps: readonly { readonly caps: readonly CapTerms.Cap[]; readonly place: Path }[]
}

/** The rewards with the places at which they are written. */
export const placed = (give: Give, place: Path, catalogs: Catalogs, caps: Placed["caps"] = []): readonly Placed[] =>
  isReward(give)
    ? [{ reward: give, place, caps }]
    : partsIn(give, place, catalogs).flatMap((one) =>
        placed(one.part, one.place, catalogs, [...caps, { caps: give.caps, place: [...place, "cap"] }])
      )

/** The parts of a policy with the places at which they are written. */
export const partsIn = (
  { of, policy }: Composed,
  place: Path,
  catalogs: Catalogs
): readonly { readonly part: Give; readonly place: Path }[] => {
  const entry = catalogs.policies.get(policy)
  return of.map((part, i) => ({ part, place: entry === undefined ? place : partPath(entry, place, i) }))
}

/** Who writes more than this writes no program; and whoever reads one must come to an end. */
const depthMax = 12
const partsMax = 48

type Document = Readonly<Record<string, unknown>>

interface Reading {
  readonly catalogs: Catalogs
  readonly issues: Issue[]
  parts: number
}

export const read = (document: unknown, path: Path, catalogs: Catalogs, issues: Issue[]): Give =>
  readPart({ catalogs, issues, parts: 0 }, document, path, 0)

/** A reward that stands alone: a policy is refused. */
export const readOne = (document: Document, path: Path, catalogs: Catalogs, issues: Issue[]): Reward => {
  if (!("policy" in document)) return readReward(document, path, catalogs, issues)
  issues.push({ path: pathText([...path, "policy"]), message: "is not possible here: write one reward, { kind: ... }" })
  return nothing
}

const nothing: Reward = { kind: "", terms: {} }

const readPart = (reading: Reading, document: unknown, path: Path, depth: number): Give => {
  const { catalogs, issues } = reading
  reading.parts += 1
  if (depth > depthMax || reading.parts > partsMax) {
    // Said once: what comes after is not looked at.
    if (reading.parts <= partsMax + 1 || depth > depthMax) {
      const message = `policies stand in each other up to ${depthMax} deep, and an offer has up to ${partsMax} parts`
      issues.push({ path: pathText(path), message })
    }
    return nothing
  }
  if (!isDocument(document)) {
    issues.push({
      path: pathText(path),
      message: "must be a reward or a policy, such as { kind: ... } or { policy: ... }"
    })
    return nothing
  }
  return "policy" in document && !("kind" in document)
    ? readComposed(reading, document, path, depth)
    : readReward(document, path, catalogs, issues)
}

const isDocument = (value: unknown): value is Document =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const readReward = (document: Document, path: Path, catalogs: Catalogs, issues: Issue[]): Reward => {
  const { kind, ...terms } = document
  const entry = typeof kind === "string" ? catalogs.rewards.get(kind) : undefined
  if (entry === undefined) {
    issues.push(unknownEntry([...path, "kind"], "reward kind", kind, [...catalogs.rewards.keys()]))
    return nothing
  }
  return { kind: entry.kind, terms: readTerms(entry.terms, terms, path, issues) }
}

const readComposed = (reading: Reading, document: Document, path: Path, depth: number): Give => {
  const { catalogs, issues } = reading
  const { policy, of, ...rest } = document
  const entry = typeof policy === "string" ? catalogs.policies.get(policy) : undefined
  if (entry === undefined) {
    issues.push(unknownEntry([...path, "policy"], "policy", policy, [...catalogs.policies.keys()]))
    return nothing
  }
  const terms: Record<string, unknown> = { ...rest }
  for (const field of entry.fields) {
    if (!(field in terms)) issues.push({ path: pathText([...path, field]), message: `is missing: ${policy} says it` })
    delete terms[field]
  }
  const said = (field: Field): unknown => (entry.fields.includes(field) ? rest[field] : undefined)
  const parts = partsOf(entry, of, path, issues)
  return {
    policy: entry.policy,
    terms: readTerms(entry.terms, terms, path, issues),
    when: readConditions(said("when"), [...path, "when"], catalogs, issues),
    caps: CapTerms.read(said("cap"), [...path, "cap"], issues),
    hold: readHold(said("hold"), [...path, "hold"], issues),
    of: parts.map((part, i) => readPart(reading, part, partPath(entry, path, i), depth + 1))
  }
}

const isSingle = ({ parts }: AnyPolicy): boolean => parts.most === 1

const partPath = (entry: AnyPolicy, path: Path, i: number): Path =>
  isSingle(entry) ? [...path, "of"] : [...path, "of", i]

const partsOf = (entry: AnyPolicy, of: unknown, path: Path, issues: Issue[]): readonly unknown[] => {
  const { least, most } = entry.parts
  if (isSingle(entry) && isDocument(of)) return [of]
  const parts = of ?? []
  if (Array.isArray(parts) && parts.length >= least && parts.length <= most && !isSingle(entry)) return parts
  const range =
    most === 0 ? "no parts" : isSingle(entry) ? "one part, and no list" : `a list of ${least} to ${most} parts`
  issues.push({ path: pathText([...path, "of"]), message: `must be ${range} of the policy ${entry.policy}` })
  return []
}

const readConditions = (value: unknown, path: Path, catalogs: Catalogs, issues: Issue[]): readonly When[] => {
  if (value === undefined) return []
  if (Array.isArray(value) && value.length <= conditionsMax && value.every(isDocument)) {
    return readWhen(value, path, catalogs, issues)
  }
  issues.push({ path: pathText(path), message: `must be a list of up to ${conditionsMax} conditions` })
  return []
}

const conditionsMax = 12

const readHold = (value: unknown, path: Path, issues: Issue[]): Span.Span | null =>
  value === undefined
    ? null
    : ((readTerms(Span.Text as Schema.Codec<unknown, unknown>, value, path, issues) ?? null) as Span.Span | null)

export const write = (give: Give, catalogs: Catalogs): Record<string, unknown> => {
  if (isReward(give)) return { kind: give.kind, ...writeTerms(catalogs.rewards.get(give.kind)?.terms, give.terms) }
  const { caps, hold, of, policy, terms, when } = give
  const entry = catalogs.policies.get(policy)
  const parts = of.map((part) => write(part, catalogs))
  const fields: Record<Field, unknown> = {
    when: when.map((one) => writeWhen(one, catalogs)),
    cap: CapTerms.write(caps),
    hold: hold === null ? null : Span.format(hold)
  }
  return withoutNulls({
    policy,
    ...writeTerms(entry?.terms, terms),
    ...Object.fromEntries((entry?.fields ?? []).map((field) => [field, fields[field]])),
    of: entry?.parts.most === 0 ? null : entry?.parts.most === 1 ? parts[0] : parts
  })
}

/** One phrase for people, such as "10.00 USD of store credit, or else 500 points". */
export const describe = (give: Give, catalogs: Catalogs, locale: string): string => {
  if (isReward(give)) return catalogs.rewards.get(give.kind)?.describe(give.terms, locale) ?? give.kind
  const parts = give.of.map((part) => describe(part, catalogs, locale))
  const whole = catalogs.policies.get(give.policy)?.describe(give.terms, parts, locale) ?? parts.join(", ")
  const conditions = give.when.map((one) => describeWhen(one, catalogs, locale))
  return [
    whole,
    ...(conditions.length === 0 ? [] : [`where ${conditions.join(" and ")}`]),
    ...(give.hold === null ? [] : [`after ${Span.format(give.hold)}`])
  ].join(", ")
}
