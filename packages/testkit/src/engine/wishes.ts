/** Calls about what is there already: wishes and other options, wallets and what comes back of them, seeds. */
import fc from "fast-check"
import type { Call } from "./calls.ts"
import { personOf } from "./people.ts"

const program = "autumn"
const option = fc.constantFrom("money", "points")

/** Orders of friends of two advocates who have a choice, and the advocate of each. */
const orders = [
  ["e1", "ann"],
  ["e2", "bob"],
  ["e3", "ann"],
  ["e4", "bob"]
] as const

const rewardOf = ([order, who]: (typeof orders)[number], part = ""): string =>
  `reward/${program}/wish${part}/advocate/${personOf("customer", who)}/o:${order}/g1`

const of = fc.constantFrom(...orders)
const customer = fc.constantFrom("ann", "bob")
const order = of.map(([name]) => name)
const paidOn = fc.constantFrom("u1", "u2")
/** What was given unless somebody wished otherwise, or what was given in its place. */
const chosen = fc.tuple(of, fc.constantFrom("", "", ".2")).map(([one, part]) => rewardOf(one, part))

const wishes: fc.Arbitrary<Call> = fc.oneof(
  fc.record({ customer, option }).map(
    (input): Call => ({
      door: "choose",
      input: { program, offer: "wish", ...input, key: `w-${input.customer}-${input.option}` }
    })
  ),
  {
    weight: 2,
    arbitrary: fc
      .record({ reward: chosen, option })
      .map((input): Call => ({ door: "choose", input: { ...input, key: `c-${input.reward}-${input.option}` } }))
  }
)

/** A wallet is used under one of few names, so that it comes back. */
const wallets: fc.Arbitrary<Call> = fc.oneof(
  fc
    .record({
      customer,
      order: paidOn,
      amount: fc.constantFrom("4.00 USD", "1.50 USD", "30 points", "7 points"),
      n: fc.nat({ max: 1 })
    })
    .map(
      ({ n, ...input }): Call => ({
        door: "spend",
        input: { ...input, total: "80.00 USD", key: `s-${input.customer}-${n}` }
      })
    ),
  fc
    .record({ customer, n: fc.constantFrom(0, 0, 1), amount: fc.constantFrom(undefined, undefined, "0.50 USD") })
    .map(({ amount, customer: who, n }): Call => {
      const part = amount === undefined ? {} : { amount }
      return { door: "unspend", input: { spend: `s-${who}-${n}`, ...part, key: `bs-${who}-${n}-${amount ?? "all"}` } }
    }),
  fc
    .record({ reward: chosen, order: paidOn })
    .map((input): Call => ({ door: "redeem", input: { ...input, total: "80.00 USD" } })),
  chosen.map((reward): Call => ({ door: "unspend", input: { reward, key: `br-${reward}` } }))
)

const others: fc.Arbitrary<Call> = fc.oneof(
  fc.nat({ max: 1 }).map((n): Call => ({ door: "reveal", input: { program, key: `rv-${n}` } })),
  order.map((one): Call => ({ door: "orderRefunded", input: { order: one, refund: "r1", amount: "80.00 USD" } })),
  order.map((one): Call => ({ door: "orderCanceled", input: { order: one } })),
  // What has come to nothing is there again, and has drawn already.
  {
    weight: 2,
    arbitrary: fc
      .record({ order: fc.constantFrom("e4", "e4", "e3"), total: fc.constantFrom("80.00 USD", "40.00 USD") })
      .map((input): Call => ({ door: "orderChanged", input: { ...input, revision: 2 } }))
  }
)

export const afterwards: fc.Arbitrary<Call> = fc.oneof(
  { weight: 3, arbitrary: wishes },
  { weight: 5, arbitrary: wallets },
  { weight: 2, arbitrary: others }
)

/** These friends have ordered, and something is used already: there is what can be chosen, used and brought back. */
export const earned: readonly Call[] = [
  // What is held here is valued anew when the program is edited.
  { door: "orderPaid", input: { order: "e0", customer: "pal", visitor: "v1", total: "90.00 USD" } },
  ...orders.map(
    ([order, who], n): Call => ({
      door: "orderPaid",
      input: { order, customer: `pal${n}`, visitor: who === "ann" ? "v3" : "v4", total: "80.00 USD" }
    })
  ),
  {
    door: "spend",
    input: { customer: "ann", order: "u1", amount: "1.50 USD", total: "80.00 USD", key: "s-ann-0" }
  },
  { door: "redeem", input: { reward: rewardOf(orders[1]), order: "u1", total: "80.00 USD" } },
  { door: "orderChanged", input: { order: "e4", revision: 1, total: "0.00 USD" } }
]

/** The prizes of a month, before it is over, when it is, and long afterwards. */
export const awards: fc.Arbitrary<Call> = fc
  .constantFrom("2026-02", "2026-03", "2026-03", "2026-04")
  .map((period): Call => ({ door: "awardPrizes", input: { program, prize: "top", period } }))
