/**
 * Caps of an offer: how many rewards, or how much of them, in what time, and for whom they are counted together.
 *
 * One shape. A calendar period begins and ends for everybody at once; a rolling one looks back from the day of the
 * order, and counts the order's own day.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Calendar from "./Calendar.ts"
import { quote } from "./internal/codec.ts"
import { type Issue, issuesOf, pathText } from "./internal/issues.ts"
import * as Money from "./Money.ts"

/** How many caps an offer may have. */
export const capsMax = 4

/** A calendar period, or so many days up to and including the day of the order. */
export type Per = Calendar.Period | `rolling ${number} days`

const rollingForm = /^rolling ([1-9]\d{0,2}) days$/u
const rollingMin = 2
const rollingMax = 366

/** The days of a rolling period; `undefined` for one of the calendar. */
export const rollingDays = (per: string): number | undefined => {
  const days = Number.parseInt(rollingForm.exec(per)?.[1] ?? "", 10)
  return days >= rollingMin && days <= rollingMax ? days : undefined
}

const isPer = (text: string): text is Per =>
  rollingDays(text) !== undefined || (Calendar.Period.literals as readonly string[]).includes(text)

const Per = Schema.String.check(
  Schema.makeFilter(
    (text: string) =>
      isPer(text) ||
      `must be ${Calendar.Period.literals.map((one) => `"${one}"`).join(", ")} or such as "rolling 30 days", with ${rollingMin} to ${rollingMax} days; got ${quote(text)}`
  )
) as unknown as Schema.Codec<Per, Per>

const of = Schema.Literals(["person", "pair", "program"])
const onFull = Schema.Literals(["refuse", "fill"])

/** Rewards are counted, whatever they are worth. */
export const CountCap = Schema.Struct({
  count: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 })),
  per: Per,
  of: Schema.optionalKey(of)
})

/** What rewards are worth is summed up. */
export const AmountCap = Schema.Struct({
  amount: Money.Positive,
  per: Per,
  of: Schema.optionalKey(of),
  onFull: Schema.optionalKey(onFull)
})

export interface Cap {
  /** The most that may be given: a number of rewards, or an amount. */
  readonly most: { readonly count: number } | { readonly amount: Money.Money }
  readonly per: Per
  /** Whose rewards of this offer are counted together: one person's, those for one advocate and one friend, or all. */
  readonly of: typeof of.Type
  /** A reward that fits in part is refused, or granted as far as there is room. */
  readonly onFull: typeof onFull.Type
}

export type CapInput = typeof CountCap.Encoded | typeof AmountCap.Encoded

type Path = readonly (string | number)[]
const strict = { errors: "all", onExcessProperty: "error" } as const

/** Reads one cap or a list of them. */
export const read = (value: unknown, path: Path, issues: Issue[]): readonly Cap[] => {
  if (value === undefined) return []
  if (!Array.isArray(value)) return readOne(value, path, issues)
  if (value.length > capsMax) {
    issues.push({ path: pathText(path), message: `an offer has at most ${capsMax} caps, not ${value.length}` })
  }
  const caps = value.flatMap((one, i) => readOne(one, [...path, i], issues))
  caps.forEach((cap, i) => {
    const other = caps.findIndex((one) => sameCount(one, cap))
    if (other < i) {
      const message = `counts what the cap at [${other}] counts already: keep the tighter one`
      issues.push({ path: pathText([...path, i]), message })
    }
  })
  return caps
}

const sameCount = (a: Cap, b: Cap): boolean => a.per === b.per && a.of === b.of && unitOf(a) === unitOf(b)

/** The unit of an amount; `null` where rewards are counted. */
export const unitOf = ({ most }: Cap): Money.Money["unit"] | null => ("amount" in most ? most.amount.unit : null)

/** The two shapes are told apart by what they name, so that a mistake is answered about the shape that was meant. */
const readOne = (value: unknown, path: Path, issues: Issue[]): readonly Cap[] => {
  const isObject = typeof value === "object" && value !== null
  if (!isObject || "count" in value === "amount" in value) {
    const message =
      'must say either how many rewards or how much: { count: 20, per: "calendar year" }, or amount: "200.00 USD"'
    issues.push({ path: pathText(path), message })
    return []
  }
  const read = "count" in value ? readCount(value) : readAmount(value)
  if (Result.isFailure(read)) {
    issues.push(...issuesOf(read.failure, path))
    return []
  }
  const document = read.success
  const cap: Cap = {
    most: "count" in document ? { count: document.count } : { amount: document.amount },
    per: document.per,
    of: document.of ?? "person",
    onFull: ("onFull" in document ? document.onFull : undefined) ?? "refuse"
  }
  if (cap.of !== "person" && rollingDays(cap.per) !== undefined) {
    const message = `"${cap.per}" is counted per person only: name a calendar period, or leave out of: "${cap.of}"`
    issues.push({ path: pathText([...path, "per"]), message })
  }
  return [cap]
}

type Read = Result.Result<typeof CountCap.Type | typeof AmountCap.Type, Schema.SchemaError>

const readCount: (value: unknown) => Read = Schema.decodeUnknownResult(CountCap, strict)
const readAmount: (value: unknown) => Read = Schema.decodeUnknownResult(AmountCap, strict)

/** As it is read; what goes without saying is not said. */
export const write = (caps: readonly Cap[]): unknown => (caps.length > 1 ? caps.map(writeOne) : caps.map(writeOne)[0])

const writeOne = ({ most, of, onFull, per }: Cap): Record<string, unknown> => ({
  ...("count" in most ? { count: most.count } : { amount: Money.format(most.amount) }),
  per,
  ...(of === "person" ? {} : { of }),
  ...(onFull === "refuse" ? {} : { onFull })
})
