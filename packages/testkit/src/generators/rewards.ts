/** What programs give, as documents: every kind of reward, small enough that limits are met often. */
import { Catalogs, type Products } from "@goodword/core"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { type Currency, minorAmount, written } from "./amounts.ts"
import { collections, products } from "./baskets.ts"
import { isLasting } from "./policies.ts"

export const amount = (unit: Currency, max = 3000): fc.Arbitrary<string> =>
  minorAmount(max).map((minor) => written(minor, unit))

export const period = fc.constantFrom(
  "calendar day",
  "calendar week",
  "calendar month",
  "calendar quarter",
  "calendar year",
  "ever"
)

/** Leaves a field out, or generates it. */
export const maybe = <K extends string, A>(
  key: K,
  arbitrary: fc.Arbitrary<A>,
  without = 1
): fc.Arbitrary<{ [key in K]?: A }> =>
  fc.oneof(
    { weight: without, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: arbitrary.map((value) => ({ [key]: value })) }
  ) as fc.Arbitrary<{ [key in K]?: A }>

export const merged = <A extends object, B extends object, C extends object>(
  a: fc.Arbitrary<A>,
  b: fc.Arbitrary<B>,
  c: fc.Arbitrary<C>
): fc.Arbitrary<A & B & C> => fc.tuple(a, b, c).map(([x, y, z]) => ({ ...x, ...y, ...z }))

/** Which lines a discount goes by: those of some products, of a collection, of all products but one. */
const filter = fc.constantFrom<Products.Products>(
  { only: [products[0]] },
  { only: [products[0], products[1]], except: [products[0]] },
  { collections: [collections[0]] },
  { only: [products[2]], collections: [collections[1]] },
  { except: [products[1]] }
)

export const percentOff = (unit: Currency, isBounded: boolean) =>
  merged(
    fc.record({ kind: fc.constant("percent-off" as const), percent: fc.constantFrom(1, 20, 33, 50, 100) }),
    merged(maybe("minimumOrder", amount(unit), 2), maybe("products", filter, 2), fc.constant({})),
    isBounded ? fc.record({ maximum: amount(unit) }) : maybe("maximum", amount(unit))
  )

export const fixedOff = (unit: Currency) =>
  merged(
    fc.record({ kind: fc.constant("fixed-off" as const), amount: amount(unit) }),
    maybe("minimumOrder", amount(unit), 2),
    maybe("products", filter, 2)
  )

/** Every kind of the catalog that has no generator of its own, with the terms of its examples. */
const inCatalog = [...Catalogs.builtIn.rewards.values()]
  .filter(
    ({ form, isGivenAway, kind }) =>
      form !== "discount" &&
      isGivenAway !== true &&
      !["store-credit", "gift-card", "cash", "points", "commission"].includes(kind)
  )
  .flatMap(({ examples, kind, most, terms: schema }) =>
    examples.flatMap(({ terms }) => {
      const written = Schema.encodeUnknownResult(schema)(terms)
      const give = Result.isSuccess(written) ? { ...(written.success as object), kind } : undefined
      return give === undefined ? [] : [{ give, cost: most(terms)?.unit }]
    })
  )

/** One program pays in one currency, which may not be that of the example. */
export const others = (unit: Currency) =>
  fc.constantFrom(...inCatalog.flatMap(({ cost, give }) => (cost === "USD" && unit !== "USD" ? [] : [give])))

/** Money for a cause, or a product whose cost a budget can carry. */
export const givenAway = (unit: Currency, isBounded: boolean) =>
  fc.oneof(
    fc.record({
      kind: fc.constant("donation" as const),
      to: fc.constant("the sea rescue"),
      amount: amount(unit, 2000)
    }),
    merged(
      fc.record({ kind: fc.constant("free-product" as const), product: fc.constant("a pair of socks") }),
      isBounded ? fc.record({ cost: amount(unit, 2000) }) : maybe("cost", amount(unit, 2000)),
      fc.constant({})
    )
  )

/** A share, a flat amount or both, and another share for orders to some countries. */
const commission = (unit: Currency, isBounded: boolean) => {
  const share = fc.record({ percent: fc.constantFrom(1, 10, 33) })
  return merged(
    fc.oneof(
      share.map((pay) => ({ kind: "commission" as const, ...pay })),
      fc.record({ kind: fc.constant("commission" as const), percent: fc.constantFrom(1, 33), amount: amount(unit) })
    ),
    merged(
      maybe("minimumOrder", amount(unit), 2),
      maybe(
        "rates",
        share.map((pay) => [{ countries: ["US"], ...pay }] as const)
      ),
      fc.constant({})
    ),
    isBounded ? fc.record({ maximum: amount(unit) }) : maybe("maximum", amount(unit))
  )
}

export const pointsUpTo = (max: number) => fc.integer({ min: 1, max }).map((n) => `${n} points`)

/** Points for every full step of an order; no budget carries points, so that nothing need bound them. */
const earnRate = (unit: Currency) =>
  merged(
    fc.record({ kind: fc.constant("points" as const), amount: pointsUpTo(20), per: amount(unit, 500) }),
    maybe("maximum", pointsUpTo(300)),
    maybe("products", filter, 2)
  )

export const value = (unit: Currency, isBounded: boolean) =>
  fc.oneof(
    { weight: 2, arbitrary: commission(unit, isBounded) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constantFrom("store-credit" as const, "gift-card" as const, "cash" as const),
        amount: amount(unit, 2000)
      })
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant("points" as const), amount: pointsUpTo(500) })
    },
    { weight: 2, arbitrary: earnRate(unit) },
    { weight: 2, arbitrary: givenAway(unit, isBounded) },
    { weight: 1, arbitrary: others(unit) }
  )

export const hold = fc.constantFrom("1 second", "1 hour", "2 days", "14 days")
export const life = fc.constantFrom("1 hour", "3 days", "30 days")

/** What earns the points that are exchanged, besides whatever else does. */
export const earning = {
  id: "earning",
  on: "every order" as const,
  give: { kind: "points" as const, amount: "40 points" }
}

/** What points buy: few of them, so that they are exchanged often, for anything that needs no order. */
export const exchanges = (unit: Currency, isBounded: boolean) =>
  fc
    .array(
      fc.record({
        from: pointsUpTo(40),
        give: fc.oneof(
          fc.record({
            kind: fc.constantFrom("store-credit" as const, "gift-card" as const, "cash" as const),
            amount: amount(unit, 900)
          }),
          givenAway(unit, isBounded),
          others(unit),
          percentOff(unit, isBounded),
          fixedOff(unit)
        ),
        hold: maybe("hold", hold, 2),
        expires: maybe("expires", life, 2),
        cap: maybe(
          "cap",
          fc.record({
            count: fc.integer({ min: 1, max: 3 }),
            per: fc.oneof(period, fc.constantFrom("rolling 2 days", "rolling 7 days"))
          })
        )
      }),
      { minLength: 1, maxLength: 2 }
    )
    .map((all) =>
      all.map(({ cap, expires, from, give, hold: held }, i) => ({
        id: `exchange-${i}`,
        from,
        give,
        ...held,
        ...(isLasting(give) ? expires : {}),
        ...cap
      }))
    )
