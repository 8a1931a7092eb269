/** Prizes as documents: for friends and for revenue, with lists of places that overlap, and terms that leave no room. */
import fc from "fast-check"
import type { Currency } from "./amounts.ts"
import { isLasting } from "./policies.ts"
import { amount, fixedOff, givenAway, hold, life, maybe, others, percentOff, period, pointsUpTo } from "./rewards.ts"

/** Anything that needs no order. */
const won = (unit: Currency, isBounded: boolean) =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constantFrom("store-credit" as const, "gift-card" as const, "cash" as const),
        amount: amount(unit, 2000)
      })
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("points" as const), amount: pointsUpTo(100) }) },
    { weight: 1, arbitrary: givenAway(unit, isBounded) },
    { weight: 2, arbitrary: others(unit) },
    { weight: 1, arbitrary: percentOff(unit, isBounded) },
    { weight: 1, arbitrary: fixedOff(unit) }
  )

const cap = (unit: Currency) =>
  fc.record({
    count: fc.integer({ min: 1, max: 2 }),
    amount: amount(unit, 1500),
    isAmount: fc.boolean(),
    isFilled: fc.boolean(),
    per: period,
    of: fc.constantFrom("person" as const, "program" as const)
  })

type Cap = ReturnType<typeof cap> extends fc.Arbitrary<infer A> ? A : never

/** Only what is money of this currency is counted in it. */
const capOf = ({ amount, count, isAmount, isFilled, of, per }: Cap, give: { readonly kind: string }): object => {
  const isMoney = ["store-credit", "gift-card", "cash"].includes(give.kind)
  const whose = of === "person" ? { per } : { per, of }
  if (!isAmount || !isMoney) return { cap: { count, ...whose } }
  return { cap: { amount, ...whose, ...(isFilled ? { onFull: "fill" } : {}) } }
}

const places = (unit: Currency, isBounded: boolean) =>
  fc
    .array(
      fc.record({
        place: fc.constantFrom({ from: 1 }, { from: 1 }, { from: 1, to: 3 }, { from: 2, to: 5 }),
        give: won(unit, isBounded),
        hold: maybe("hold", hold, 2),
        expires: maybe("expires", life, 3),
        cap: fc.option(cap(unit), { freq: 2 })
      }),
      { minLength: 1, maxLength: 3 }
    )
    .map((all) =>
      all.map(({ cap: limit, expires, give, hold: held, place }) => ({
        ...place,
        give,
        ...held,
        ...(isLasting(give) ? expires : {}),
        ...(limit === null ? {} : capOf(limit, give))
      }))
    )

/** From little on, so that somebody wins. */
const minimum = (unit: Currency) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.record({ friends: fc.constantFrom(1, 1, 2) }) },
    { weight: 1, arbitrary: fc.record({ revenue: amount(unit, 1500) }) }
  )

export const prizes = (unit: Currency, isBounded: boolean) =>
  fc
    .array(fc.record({ minimum: minimum(unit), places: places(unit, isBounded) }), { minLength: 1, maxLength: 2 })
    .map((all) => all.map((one, i) => ({ id: `prize-${i}`, per: "calendar month" as const, ...one })))
