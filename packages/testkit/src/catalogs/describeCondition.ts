/** Proves a condition: its terms, that it answers the same whenever asked, and that what is not known never satisfies it. */
import { Catalogs, type Condition, checkOf, describeWhen, type Evidence, Money, Truth } from "@goodword/core"
import fc from "fast-check"
import type { Runner } from "../describeStore.ts"
import { holds, same, show, Unmet } from "../expectations.ts"
import { positiveMinor, unit } from "../generators/amounts.ts"
import type { Verdict } from "../Verdict.ts"
import { amountsIn, figuresIn, names } from "./figures.ts"
import { law } from "./law.ts"
import { pure } from "./pure.ts"
import { describeSuite, type Options, proveSuite, type Suite, type Trial, trials } from "./Suite.ts"
import { accepted, type Termed, termsTrials, variations, type Written, writtenOf } from "./terms.ts"
import { programWith, Till } from "./till.ts"

interface Given extends Termed {
  readonly condition: Condition.AnyCondition
}

/** What is given where the condition holds. */
const give = { kind: "points", amount: "7 points" }

const givenOf = (condition: Condition.AnyCondition, seed: number): Given => {
  const name = condition.condition
  return {
    condition,
    seed,
    schema: condition.terms,
    catalogs: catalogsWith(condition),
    terms: condition.examples.map(({ terms }) => terms),
    programWith: (terms) => programWith({ advocate: [{ id: "offer", give, when: [{ ...terms, condition: name }] }] }),
    path: "advocate[0].when[0]",
    termsIn: (program) => program.advocate[0]?.when[0]?.terms,
    works: (terms) => {
      for (const { sight } of condition.examples) evidenceOf(condition, terms, sight)
    }
  }
}

/** The built-in ones, which examples put together, and this one. */
const catalogsWith = (condition: Condition.AnyCondition): Catalogs.Catalogs => {
  const { conditions } = Catalogs.builtIn
  return { ...Catalogs.builtIn, conditions: new Map([...conditions, [condition.condition, condition]]) }
}

const compiled = (condition: Condition.AnyCondition, terms: unknown): Condition.Check =>
  checkOf({ condition: condition.condition, terms }, catalogsWith(condition))

const evidenceOf = (condition: Condition.AnyCondition, terms: unknown, sight: Condition.Sight): Evidence.Evidence =>
  pure(`check of ${condition.condition}`, (t, s) => compiled(condition, t)(s), terms, sight)

const texts = (value: unknown): readonly string[] =>
  typeof value === "string"
    ? [value]
    : typeof value === "object" && value !== null
      ? Object.values(value).flatMap(texts)
      : []

const numbersIn = (value: unknown): readonly number[] =>
  typeof value === "number"
    ? [value]
    : typeof value === "object" && value !== null
      ? Object.values(value).flatMap(numbersIn)
      : []

/** What a sight may say where it says nothing, for the segments and countries that terms name. */
const fillings = (sight: Condition.Sight, written: Written): readonly Condition.Sight[] => {
  const named = texts(written)
  const countries = ["US", "ZZ", ...named.filter((text) => text.length === 2)]
  const lists = [[], ["some"], ...named.map((name) => [name])]
  return [
    ...countries.map((country) => ({ ...sight, country })),
    ...lists.map((segments) => ({ ...sight, segments })),
    ...countries.flatMap((country) => lists.map((segments) => ({ ...sight, country, segments })))
  ]
}

interface Draw {
  readonly written: Written
  readonly sight: Condition.Sight
}

/** Terms and what is seen, with the amounts and countries of the terms among it. */
const draws = (given: Given): fc.Arbitrary<Draw> =>
  variations(given).chain((written) => {
    const near = amountsIn(written).flatMap(({ minor, unit }) =>
      [-1n, 0n, 1n].map((off) => Money.make(minor + off, unit))
    )
    const any = fc.tuple(positiveMinor, unit).map(([minor, of]) => Money.make(minor, of))
    const country = fc.constantFrom(null, "US", "DE", "ZZ", ...texts(written).filter((text) => text.length === 2))
    const total = near.length === 0 ? any : fc.oneof(any, fc.constantFrom(...near))
    const earlier = fc.constantFrom(0, 1, ...numbersIn(written).flatMap((n) => [Math.max(0, n - 1), n, n + 1]))
    const segments = fc.subarray([...new Set(["some", ...texts(written)])])
    const sight = fc.record(
      { total, isNew: fc.boolean(), earlier, country, segments },
      { requiredKeys: ["total", "isNew", "earlier", "country"] }
    )
    return fc.record({ written: fc.constant(written), sight })
  })

const said = ({ condition }: Given, { sight, written }: Draw): string =>
  `${condition.condition} with ${show(written)} on ${show(sight)}`

const examples: readonly Trial<Given>[] = trials("examples", {
  hold: ({ condition }) => {
    for (const { passes, sight, terms } of condition.examples) {
      const { check, passed } = evidenceOf(condition, terms, sight)
      same({ check, passed }, { check: condition.condition, passed: passes }, `${show(terms)} on ${show(sight)}`)
    }
  },
  "show-one-that-passes-and-one-that-fails": ({ condition }) => {
    same(
      [...new Set(condition.examples.map(({ passes }) => passes))].sort(),
      [false, true],
      "what the examples come to"
    )
  }
})

const checks: readonly Trial<Given>[] = trials("check", {
  "reads-no-clock-and-writes-nothing": (given) =>
    law(given, draws(given), (draw) => {
      const { check, passed } = evidenceOf(given.condition, accepted(given, draw.written), draw.sight)
      same([check, typeof passed], [given.condition.condition, "boolean"], `the evidence of ${said(given, draw)}`)
    }),
  // It is compiled once per version of a program, and then asked about every order.
  "remembers-nothing-between-orders": (given) =>
    law(given, fc.tuple(draws(given), fc.array(draws(given), { maxLength: 4 })), ([draw, others]) => {
      const terms = accepted(given, draw.written)
      const check = compiled(given.condition, terms)
      for (const { sight } of others) check(sight)
      same(check(draw.sight), compiled(given.condition, terms)(draw.sight), `${said(given, draw)}, after other orders`)
    }),
  "is-not-satisfied-by-what-is-missing": (given) =>
    law(given, draws(given), ({ sight, written }) => {
      const terms = accepted(given, written)
      const { segments: _, ...missing } = { ...sight, country: null }
      const truth = Truth.of(evidenceOf(given.condition, terms, missing))
      if (truth === null) return
      const what = `${said(given, { written, sight: missing })} ${truth ? "passes" : "fails"}`
      const rule = truth ? "what is not known must not pass" : "what is not known must say so, with actual: null"
      for (const filled of fillings(missing, written)) {
        const { passed } = evidenceOf(given.condition, terms, filled)
        holds(passed === truth, `${what}, and ${passed ? "passes" : "fails"} on ${show(filled)}: ${rule}`)
      }
    })
})

const kernel: readonly Trial<Given>[] = trials("kernel", {
  "decides-about-the-reward": (given) => {
    for (const { passes, sight, terms } of given.condition.examples) {
      const till = new Till(given.programWith(writtenOf(given.schema, terms)) as object, given.catalogs)
      const country = sight.country === null ? {} : { country: sight.country }
      const segments = sight.segments === undefined ? {} : { segments: sight.segments }
      till.sell({ cart: sight.total, newCustomer: sight.isNew, earlier: sight.earlier, ...country, ...segments })
      const granted = till.events("RewardGranted").length
      same(granted, passes ? 1 : 0, `rewards for ${show(sight)} when ${show(terms)}`)
      const reasons = till.events("RewardRefused").map(({ reason }) => reason)
      same(reasons, passes ? [] : [given.condition.condition], `what refuses ${show(sight)} when ${show(terms)}`)
    }
  }
})

const words: readonly Trial<Given>[] = trials("words", {
  "name-the-figures": (given) =>
    law(given, variations(given), (written) => {
      const text = pure(
        `describe of ${given.condition.condition}`,
        (t, l) => describeWhen({ condition: given.condition.condition, terms: t }, given.catalogs, l),
        accepted(given, written),
        "en"
      )
      if (typeof text !== "string" || text.trim() === "") throw new Unmet(`describe says nothing of ${show(written)}`)
      for (const figure of figuresIn(written)) {
        holds(names(text, figure), `describe says ${show(text)}, which does not name ${figure}`)
      }
    })
})

export const conditionCases: readonly Trial<Given>[] = [...termsTrials, ...examples, ...checks, ...kernel, ...words]

const suiteOf = (condition: Condition.AnyCondition): Suite<Given> => ({
  name: `condition ${condition.condition}`,
  trials: conditionCases,
  given: (seed) => givenOf(condition, seed)
})

/** Describes a condition to a test runner. */
export const describeCondition = (condition: Condition.AnyCondition, runner: Runner, options?: Options): void =>
  describeSuite(suiteOf(condition), runner, options)

/** The same without a test runner. */
export const proveCondition = (condition: Condition.AnyCondition, options?: Options): Promise<Verdict> =>
  proveSuite(suiteOf(condition), options)
