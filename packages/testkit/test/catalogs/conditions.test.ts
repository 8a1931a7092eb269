/** Every condition that is built in keeps what the suite asks; and each one with a planted bug is caught. */
import { Catalogs, type Condition, countryIn, Evidence, Money, minimumTotal, newCustomer } from "@goodword/core"
import { conditionCases, describeCondition, proveCondition } from "@goodword/testkit"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"

for (const one of Catalogs.builtIn.conditions.values()) describeCondition(one, { describe, it })

const minimum = (check: (typeof minimumTotal)["check"], more: object = {}): Condition.AnyCondition => ({
  ...minimumTotal,
  ...more,
  check
})
const atLeast = (passed: boolean): Evidence.Evidence => Evidence.make("minimum-total", passed)
let last = 0n

/** What is wrong, the condition, and the cases that must say so; others may do so as well. */
const saboteurs: readonly (readonly [string, Condition.AnyCondition, readonly string[]])[] = [
  [
    "asks for more than its minimum",
    minimum(
      ({ amount }) =>
        ({ total }) =>
          atLeast(total.unit === amount.unit && total.minor > amount.minor)
    ),
    ["examples/hold", "kernel/decides-about-the-reward"]
  ],
  [
    "shows nothing that fails",
    { ...minimumTotal, examples: [minimumTotal.examples[0], minimumTotal.examples[0]] } as Condition.AnyCondition,
    ["examples/show-one-that-passes-and-one-that-fails"]
  ],
  [
    "holds at night only",
    minimum((terms) => (sight) => {
      const evidence = minimumTotal.check(terms, [])(sight)
      return new Date().getHours() > 24 ? atLeast(false) : evidence
    }),
    ["check/reads-no-clock-and-writes-nothing"]
  ],
  [
    "writes to what it sees",
    minimum((terms) => (sight) => {
      Object.assign(sight, { country: "US" })
      return minimumTotal.check(terms, [])(sight)
    }),
    ["check/reads-no-clock-and-writes-nothing"]
  ],
  [
    "remembers the order before",
    minimum(({ amount }) => {
      last = 0n
      return ({ total }) => {
        last = last > total.minor ? last : total.minor
        return Evidence.make("minimum-total", total.unit === amount.unit && last >= amount.minor, total, amount)
      }
    }),
    ["check/remembers-nothing-between-orders"]
  ],
  [
    "takes a country that is not known for one",
    {
      ...countryIn,
      check:
        ({ countries }) =>
        ({ country }) =>
          Evidence.make("country-in", country === null || countries.includes(country)),
      examples: [
        countryIn.examples[0],
        { ...countryIn.examples[1], sight: { ...countryIn.examples[1].sight, country: "DE" } }
      ]
    } as Condition.AnyCondition,
    ["check/is-not-satisfied-by-what-is-missing"]
  ],
  [
    "says no where it does not know",
    {
      ...countryIn,
      check:
        ({ countries }) =>
        ({ country }) =>
          Evidence.make("country-in", country !== null && countries.includes(country), country ?? "nowhere")
    } as Condition.AnyCondition,
    ["check/is-not-satisfied-by-what-is-missing"]
  ],
  [
    "answers in another's name",
    minimum((terms) => (sight) => ({ ...minimumTotal.check(terms, [])(sight), check: "minimum" })),
    ["check/reads-no-clock-and-writes-nothing", "examples/hold", "kernel/decides-about-the-reward"]
  ],
  [
    "takes terms that mean nothing",
    { ...newCustomer, terms: Schema.Struct({}) } as Condition.AnyCondition,
    ["terms/refuse-unknown-fields"]
  ],
  [
    "takes anything for a country",
    {
      ...countryIn,
      terms: Schema.Struct({ countries: Schema.Array(Schema.Unknown) })
    } as unknown as Condition.AnyCondition,
    ["terms/refuse-what-is-malformed"]
  ],
  [
    "keeps its terms in what JSON forgets",
    {
      ...minimumTotal,
      terms: Schema.Struct({ amount: Money.Positive, since: Schema.Date }),
      examples: minimumTotal.examples.map((one) => ({ ...one, terms: { ...one.terms, since: new Date(0) } }))
    } as unknown as Condition.AnyCondition,
    ["terms/survive-json"]
  ],
  [
    "tells people nothing of its figure",
    minimum(minimumTotal.check, { describe: () => "a large order" }),
    ["words/name-the-figures"]
  ]
]

describe("a condition that", () => {
  it.each(saboteurs)("%s is caught", async (_, condition, expected) => {
    const verdict = await proveCondition(condition, { seed: 7312 })
    expect(verdict.failed.map(({ id }) => id)).toEqual(expect.arrayContaining([...expected]))
  })
})

it("every case is the one that catches somebody", () => {
  const caught = new Set(saboteurs.flatMap(([, , cases]) => cases))
  expect(conditionCases.map(({ id }) => id).filter((id) => !caught.has(id))).toEqual([])
})
