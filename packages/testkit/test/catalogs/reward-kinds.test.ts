/** Every kind that is built in keeps what the suite asks; and each kind with a planted bug is caught. */
import {
  Catalogs,
  Evidence,
  fixedOff,
  Money,
  percentOff,
  Rate,
  type RewardKind,
  storeCredit,
  Unit
} from "@goodword/core"
import { describeRewardKind, proveRewardKind, rewardKindCases } from "@goodword/testkit"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"

for (const kind of Catalogs.builtIn.rewards.values()) describeRewardKind(kind, { describe, it })

const usd = Result.getOrThrow(Unit.parse("USD"))
const cents = (minor: bigint): Money.Money => Money.make(minor, usd)
const isRefused = (minimum: Money.Money | undefined, total: Money.Money): boolean =>
  minimum !== undefined && (minimum.unit !== total.unit || total.minor < minimum.minor)

type Worth<Kind extends RewardKind.AnyRewardKind> = Kind["worth"]

const percent = (worth: Worth<typeof percentOff>, more: Partial<typeof percentOff> = {}): RewardKind.AnyRewardKind => ({
  ...percentOff,
  ...more,
  worth
})
const credit = (more: object): RewardKind.AnyRewardKind => ({ ...storeCredit, ...more })

let asked = 0
const up = (a: bigint, b: bigint): bigint => (a + b - 1n) / b
const twoCents = {
  terms: { percent: Result.getOrThrow(Rate.percent(20)) },
  total: cents(2n),
  worth: cents(0n)
}

/** What is wrong, the kind, and the cases that must say so; others may do so as well. */
const saboteurs: readonly (readonly [string, RewardKind.AnyRewardKind, readonly string[]])[] = [
  [
    "gives a discount away for good",
    { ...percentOff, isGivenAway: true },
    ["ledger/keeps-nothing-of-what-is-given-away"]
  ],
  [
    "rounds every fraction of a cent up",
    percent(
      ({ percent }, { total }) =>
        Result.succeed(Money.make(up(total.minor * percent.numerator, percent.denominator), total.unit)),
      { examples: [...percentOff.examples, twoCents] }
    ),
    ["worth/is-as-in-the-examples"]
  ],
  [
    "rounds up to a whole dollar",
    percent((terms, basis) =>
      Result.map(percentOff.worth(terms, basis), (w) => Money.make(up(w.minor, 100n) * 100n, w.unit))
    ),
    ["worth/stays-within-the-terms", "worth/is-never-below-zero"]
  ],
  [
    "is below zero on an order of nothing",
    percent((terms, basis) => Result.map(percentOff.worth(terms, basis), (w) => Money.make(w.minor - 1n, w.unit))),
    ["worth/is-never-below-zero"]
  ],
  [
    "grants an amount below zero",
    credit({ worth: ({ amount }: { amount: Money.Money }) => Result.succeed(Money.negate(amount)) }),
    [
      "worth/is-never-below-zero",
      "ledger/grants-what-it-is-worth",
      "ledger/gives-back-what-it-gave",
      "ledger/has-transfers-of-nothing-else",
      "refunds/never-take-more-than-was-given"
    ]
  ],
  [
    "writes to its terms",
    credit({
      worth: (terms: { amount: Money.Money }) => {
        const { amount } = terms
        terms.amount = cents(amount.minor)
        return Result.succeed(amount)
      }
    }),
    ["worth/reads-no-clock-and-writes-nothing"]
  ],
  [
    "gives double after noon",
    credit({
      worth: ({ amount }: { amount: Money.Money }) =>
        Result.succeed(new Date().getHours() < 12 ? amount : Money.make(amount.minor * 2n, amount.unit))
    }),
    ["worth/reads-no-clock-and-writes-nothing"]
  ],
  [
    "draws lots",
    credit({
      worth: ({ amount }: { amount: Money.Money }) =>
        Result.succeed(Math.random() < 2 ? amount : Money.make(0n, amount.unit))
    }),
    ["worth/reads-no-clock-and-writes-nothing"]
  ],
  [
    "gives every second time",
    credit({
      worth: ({ amount }: { amount: Money.Money }) => {
        asked += 1
        return Result.succeed(asked % 2 === 0 ? amount : Money.make(amount.minor - 1n, amount.unit))
      }
    }),
    ["worth/reads-no-clock-and-writes-nothing", "refunds/many-are-one"]
  ],
  [
    "takes orders one cent below its minimum",
    percent((terms, { total }) => {
      if (isRefused(terms.minimumOrder, Money.make(total.minor + 1n, total.unit))) {
        return Result.fail(Evidence.failed("percent-off"))
      }
      return percentOff.worth(
        { percent: terms.percent, ...(terms.maximum ? { maximum: terms.maximum } : {}) },
        { total }
      )
    }),
    ["worth/stays-within-the-terms"]
  ],
  [
    "forgets its maximum",
    percent(({ maximum: _, ...terms }, basis) => percentOff.worth(terms, basis)),
    ["worth/stays-within-the-terms", "worth/is-as-in-the-examples"]
  ],
  [
    "takes off more than the order",
    { ...fixedOff, worth: ({ amount }) => Result.succeed(amount) } as RewardKind.AnyRewardKind,
    ["worth/stays-within-the-terms", "worth/is-never-below-zero"]
  ],
  [
    "dies of another currency",
    percent((terms, { total }) => {
      if (total.unit !== usd) throw new Error("dollars only")
      return percentOff.worth(terms, { total })
    }),
    ["worth/knows-its-currency"]
  ],
  [
    "pays in whatever the order was in",
    credit({
      worth: ({ amount }: { amount: Money.Money }, { total }: RewardKind.Basis) =>
        Result.succeed(Money.make(amount.minor, total.unit))
    }),
    ["worth/knows-its-currency"]
  ],
  [
    "is worth less the larger the order, and recomputes refunds",
    percent((_terms, { total }) =>
      Result.succeed(Money.make(total.minor > 1_000n ? 1n : total.minor > 100n ? 100n : 0n, total.unit))
    ),
    ["worth/grows-with-the-order"]
  ],
  [
    "is worth less the larger the order, and says by its terms that refunds are computed anew",
    credit({
      onPartialRefund: () => "recompute",
      worth: ({ amount }: { amount: Money.Money }, { total }: RewardKind.Basis) =>
        Result.succeed(Money.make(total.minor > 100n ? 0n : amount.minor, amount.unit))
    }),
    ["worth/grows-with-the-order"]
  ],
  [
    "names another check where it refuses",
    percent((terms, basis) => Result.mapError(percentOff.worth(terms, basis), () => Evidence.failed("minimum-total"))),
    ["worth/stays-within-the-terms"]
  ],
  [
    "takes fields that mean nothing",
    credit({
      terms: Schema.Struct({}),
      worth: () => Result.succeed(cents(5n)),
      most: () => cents(5n),
      describe: () => "a little",
      examples: [{ terms: {}, total: cents(100n), worth: cents(5n) }]
    }),
    ["terms/refuse-unknown-fields"]
  ],
  [
    "takes anything for an amount",
    credit({ terms: Schema.Struct({ amount: Schema.Unknown }) }),
    ["terms/refuse-what-is-malformed"]
  ],
  [
    "takes amounts below zero",
    credit({ terms: Schema.Struct({ amount: Money.Text }) }),
    ["terms/refuse-what-is-malformed"]
  ],
  [
    "throws at a malformed term",
    credit({
      terms: Schema.Struct({
        amount: Money.PositiveCurrency.check(
          Schema.makeFilter((amount: Money.Money) => {
            if (amount.unit !== usd) throw new Error("not in dollars")
            return true
          })
        ),
        note: Schema.optionalKey(
          Schema.String.check(
            Schema.makeFilter((text: string) => {
              if (text.includes("<")) throw new Error("not plain")
              return true
            })
          )
        )
      }),
      examples: [{ terms: { amount: cents(10n), note: "hello" }, total: cents(50n), worth: cents(10n) }]
    }),
    ["terms/refuse-what-is-malformed"]
  ],
  [
    "keeps its terms in what JSON forgets",
    credit({
      terms: Schema.Struct({ amount: Money.PositiveCurrency, since: Schema.Date }),
      examples: [{ terms: { amount: cents(10n), since: new Date(0) }, total: cents(50n), worth: cents(10n) }]
    }),
    ["terms/survive-json"]
  ],
  ["tells people nothing", credit({ describe: () => " " }), ["words/name-the-figures"]],
  [
    "tells people half",
    percent(percentOff.worth, { describe: ({ percent }) => `${Rate.formatPercent(percent)}% off` }),
    ["words/name-the-figures"]
  ],
  ["has one word for giving and taking back", credit({ withdraw: "AddCredit" }), ["messages/ask-for-what-was-granted"]]
]

describe("a kind that", () => {
  it.each(saboteurs)("%s is caught", async (_, kind, expected) => {
    const verdict = await proveRewardKind(kind, { seed: 7312 })
    expect(verdict.state).toBe("failed")
    expect(verdict.failed.map(({ id }) => id)).toEqual(expect.arrayContaining([...expected]))
    for (const { id, message } of verdict.failed) expect(message).toMatch(new RegExp(`^${id}: `))
  })
})

it("every case is the one that catches somebody", () => {
  const caught = new Set(saboteurs.flatMap(([, , cases]) => cases))
  expect(rewardKindCases.map(({ id }) => id).filter((id) => !caught.has(id))).toEqual([])
})

it("every case has an id of its own, which begins with its area", () => {
  const ids = rewardKindCases.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const { area, id } of rewardKindCases) expect(id).toMatch(new RegExp(`^${area}/[a-z0-9-]+$`))
})

it("puts the clock and chance back, whatever comes of a kind", async () => {
  const { Date: clock } = globalThis
  const { random } = Math
  await proveRewardKind(credit({ worth: () => Result.succeed(cents(BigInt(Date.now()))) }), { seed: 1 })
  expect([globalThis.Date, Math.random]).toEqual([clock, random])
})
