/** What a kind says of its worth, and to people: the cases that need no order to be placed. */
import { type Catalogs, Give, Money, RewardKind, Unit } from "@goodword/core"
import * as Result from "effect/Result"
import fc from "fast-check"
import { holds, same, show, Unmet } from "../expectations.ts"
import { positiveMinor, unit } from "../generators/amounts.ts"
import { amountsIn, figuresIn, names } from "./figures.ts"
import { law } from "./law.ts"
import { pure } from "./pure.ts"
import { type Trial, trials } from "./Suite.ts"
import { accepted, type Termed, variations, type Written, writtenOf } from "./terms.ts"
import { programWith } from "./till.ts"

export interface Kind extends Termed {
  readonly kind: RewardKind.AnyRewardKind
}

/** The kind among the catalogs, in the place of a built-in one of its name. */
export const kindOf = (kind: RewardKind.AnyRewardKind, builtIn: Catalogs.Catalogs, seed: number): Kind => ({
  kind,
  seed,
  schema: kind.terms,
  catalogs: { ...builtIn, rewards: new Map([...builtIn.rewards, [kind.kind, kind]]) },
  terms: kind.examples.map(({ terms }) => terms),
  programWith: (terms) => programWith({ advocate: [{ id: "advocate", give: { ...terms, kind: kind.kind } }] }),
  path: "advocate[0].give",
  termsIn: (program) => Give.rewardsIn(program.advocate[0]?.give ?? { kind: "", terms: undefined })[0]?.terms,
  works: (terms) => {
    for (const { total } of kind.examples) within(kind, terms, total)
  }
})

export interface Draw {
  readonly written: Written
  readonly total: Money.Money
}

/** Terms, and an order around the figures in them. */
export const draws = (given: Kind): fc.Arbitrary<Draw> => {
  const units = [...new Set(given.kind.examples.map(({ total }) => total.unit))]
  return fc
    .tuple(variations(given), fc.constantFrom(...units), positiveMinor, fc.integer({ min: -1, max: 1 }), fc.nat())
    .map(([written, of, drawn, off, nth]) => {
      const figures = amountsIn(written).filter((amount) => amount.unit === of)
      const near = figures[nth % (2 * Math.max(1, figures.length))]?.minor
      const size = near === undefined ? drawn : near + BigInt(off)
      return { written, total: Money.make(size > Money.minorMax ? Money.minorMax : size, of) }
    })
}

const worthOf = (
  kind: RewardKind.AnyRewardKind,
  terms: unknown,
  total: Money.Money,
  country: string | null = null
): RewardKind.Worth => pure(`worth of ${kind.kind}`, (t, basis) => kind.worth(t, basis), terms, { total, country })

/** An amount, or what the worth of a refusal is: nothing. */
export const minorOf = (worth: RewardKind.Worth): bigint => (Result.isSuccess(worth) ? worth.success.minor : 0n)

/** Nothing below zero, nothing above what the terms or the order allow, and every refusal with its reason. */
const within = (kind: RewardKind.AnyRewardKind, terms: unknown, total: Money.Money): void => {
  const worth = worthOf(kind, terms, total)
  const most = pure(`most of ${kind.kind}`, (t) => kind.most(t), terms)
  const what = `${kind.kind} with ${show(terms)} on an order of ${Money.format(total)}`
  if (Result.isFailure(worth)) {
    const { check, passed } = worth.failure
    same({ check, passed }, { check: kind.kind, passed: false }, `${what}: the evidence of its refusal`)
    return
  }
  const { minor: size, unit: of } = worth.success
  holds(size >= 0n, `${what} is worth ${Money.format(worth.success)}, which is below zero`)
  if (kind.form === "discount") {
    holds(of === total.unit && size <= total.minor, `${what} takes off ${Money.format(worth.success)}`)
  }
  // What a perk costs the store is another matter than what it is.
  if (kind.form === "perk") same(Money.format(worth.success), `1 ${kind.kind}`, what)
  else if (most !== undefined) {
    const isWithin = of === most.unit && size <= most.minor
    holds(isWithin, `${what} is worth ${Money.format(worth.success)}, and at most ${Money.format(most)}`)
  }
}

/** A term of this name means what it says. */
const namedAmount = (written: Written, name: string): Money.Money | undefined => amountsIn([written[name]])[0]

const each = (given: Kind, holdsOf: (terms: unknown, draw: Draw) => void): void => {
  law(given, draws(given), (draw) => holdsOf(accepted(given, draw.written), draw))
}

const worth: readonly Trial<Kind>[] = trials("worth", {
  "is-as-in-the-examples": ({ kind }) => {
    for (const { country, terms, total, worth } of kind.examples) {
      const answered = worthOf(kind, terms, total, country)
      const where = country === undefined ? "" : ` to ${country}`
      const what = `${kind.kind} with ${show(terms)} on an order of ${Money.format(total)}${where}`
      same(Result.isSuccess(answered) ? answered.success : null, worth, what)
    }
  },
  "reads-no-clock-and-writes-nothing": (given) =>
    each(given, (terms, { total }) => void worthOf(given.kind, terms, total)),
  "is-never-below-zero": (given) =>
    each(given, (terms, { total }) => {
      for (const size of [0n, 1n, total.minor]) within(given.kind, terms, Money.make(size, total.unit))
    }),
  "stays-within-the-terms": (given) =>
    each(given, (terms, { total, written }) => {
      within(given.kind, terms, total)
      const [from, upTo] = [namedAmount(written, "minimumOrder"), namedAmount(written, "maximum")]
      const answered = worthOf(given.kind, terms, total)
      const what = `${given.kind.kind} with ${show(written)} on an order of ${Money.format(total)}`
      const isBelow = from !== undefined && (from.unit !== total.unit || total.minor < from.minor)
      holds(!isBelow || Result.isFailure(answered), `${what} is worth something below its minimumOrder`)
      const isAbove = upTo !== undefined && minorOf(answered) > upTo.minor
      holds(!isAbove, `${what} is worth more than its maximum: ${minorOf(answered)}`)
    }),
  "knows-its-currency": (given) =>
    law(given, fc.tuple(draws(given), unit), ([{ total, written }, of]) => {
      const other = Money.make(total.minor, of)
      const terms = accepted(given, written)
      within(given.kind, terms, other)
      const answered = worthOf(given.kind, terms, other)
      if (Result.isFailure(answered)) return
      const amounts = amountsIn(written)
      const most = given.kind.most(terms)
      const known = [other.unit, most?.unit, ...amounts.map((one) => one.unit)]
      const isMoney = Unit.isCurrency(answered.success.unit)
      const text = `${given.kind.kind} pays ${Money.format(answered.success)} for an order in ${of}`
      holds(!isMoney || known.includes(answered.success.unit), `${text}, a currency that nobody named`)
    }),
  // A refund that is recomputed compares what is kept with what was bought: it can take back only what grows.
  "grows-with-the-order": (given) => {
    law(given, fc.tuple(draws(given), positiveMinor), ([{ total, written }, more]) => {
      const terms = accepted(given, written)
      const rule = pure(
        `onPartialRefund of ${given.kind.kind}`,
        (t) => RewardKind.onPartialRefund(given.kind, t),
        terms
      )
      if (rule !== "recompute") return
      const [low = 0n, high = 0n] = [total.minor, more].sort((a, b) => (a < b ? -1 : 1))
      const worths = [low, high].map((size) => minorOf(worthOf(given.kind, terms, Money.make(size, total.unit))))
      const what = `${given.kind.kind} with ${show(written)} recomputes refunds`
      const isGrowing = (worths[0] ?? 0n) <= (worths[1] ?? 0n)
      holds(isGrowing, `${what}, but is worth ${worths[0]} at ${low} and ${worths[1]} at ${high}`)
    })
  }
})

const locales = ["en", "de-DE", "ja-JP"] as const

const words: readonly Trial<Kind>[] = trials("words", {
  "name-the-figures": (given) =>
    each(given, (terms, { written }) => {
      const { kind, schema } = given
      for (const locale of locales) {
        const text = pure(`describe of ${kind.kind}`, (t, l) => kind.describe(t, l), terms, locale)
        if (typeof text !== "string" || text.trim() === "") throw new Unmet(`describe says nothing of ${show(written)}`)
        // What a perk costs the store is not for people to read.
        const most = kind.form === "perk" ? kind.most(terms) : undefined
        const cost = most === undefined ? [] : figuresIn(Money.format(most))
        for (const figure of figuresIn(writtenOf(schema, terms))) {
          if (cost.includes(figure)) continue
          holds(names(text, figure), `describe says ${show(text)} (${locale}), which does not name ${figure}`)
        }
      }
    })
})

export const worthTrials: readonly Trial<Kind>[] = [...worth, ...words]
