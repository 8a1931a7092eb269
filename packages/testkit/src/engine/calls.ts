/** Calls at the doors as data: few people and few orders, so that calls meet each other often. */
import { type Input, Key, type Shape } from "@goodword/core"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { personOf } from "./people.ts"
import { afterwards, earned } from "./wishes.ts"

export type Call =
  | { readonly door: "enroll"; readonly input: Input.Enroll }
  | { readonly door: "touch"; readonly input: Input.Touch }
  | { readonly door: "signedUp"; readonly input: Input.Signup }
  | { readonly door: "quote"; readonly input: Input.Quote }
  | { readonly door: "lock"; readonly input: Input.Lock }
  | { readonly door: "unlock"; readonly input: Input.Unlock }
  | { readonly door: "orderPaid"; readonly input: Input.OrderPaid }
  | { readonly door: "orderChanged"; readonly input: Input.OrderChanged }
  | { readonly door: "orderRefunded"; readonly input: Input.OrderRefunded }
  | { readonly door: "orderCanceled"; readonly input: Input.OrderCanceled }
  | { readonly door: "disputeOpened"; readonly input: Input.DisputeOpened }
  | { readonly door: "disputeClosed"; readonly input: Input.DisputeClosed }
  | { readonly door: "openReview"; readonly input: Input.OpenReview }
  | { readonly door: "closeReview"; readonly input: Input.CloseReview }
  | { readonly door: "redeem"; readonly input: Input.Redeem }
  | { readonly door: "exchange"; readonly input: Input.Exchange }
  | { readonly door: "unspend"; readonly input: Input.Unspend }
  | { readonly door: "setListed"; readonly input: Input.SetListed }
  | { readonly door: "choose"; readonly input: Input.Choose }
  | { readonly door: "spend"; readonly input: Input.Spend }
  | { readonly door: "reveal"; readonly input: Input.Turn }
  | { readonly door: "awardPrizes"; readonly input: Input.AwardPrizes }
  | { readonly door: "approvePayout"; readonly input: Input.ApprovePayout }
  | { readonly door: "markPaid"; readonly input: Input.MarkPaid }
  | { readonly door: "markFailed"; readonly input: Input.MarkFailed }
  | { readonly door: "openPayout"; readonly input: Input.OpenPayout }
  | { readonly door: "closePayout"; readonly input: Input.ClosePayout }
  | { readonly door: "selectPayout"; readonly input: Input.SelectPayout }
  | { readonly door: "fileTaxDetails"; readonly input: Parameters<Shape["fileTaxDetails"]>[0] }

/** An answer, or the refusal of the domain. What the store could not do is neither. */
export type Outcome =
  | { readonly ok: Readonly<Record<string, unknown>> }
  | { readonly refused: string; readonly rejection: unknown }

interface Failure {
  readonly _tag: string
  readonly isRetryable?: boolean
  readonly rejection?: unknown
}

const asksMax = 5

/** Makes a call, and asks again where the store was too busy, as every caller does: each call has a key. */
export const make = (engine: Shape, { door, input }: Call, asks = asksMax): Effect.Effect<Outcome, unknown> => {
  const ask = engine[door] as unknown as (input: unknown) => Effect.Effect<Readonly<Record<string, unknown>>, Failure>
  return ask(input).pipe(
    Effect.map((ok): Outcome => ({ ok })),
    Effect.catch((error) => {
      if (error.rejection !== undefined) return Effect.succeed({ refused: error._tag, rejection: error.rejection })
      const isAgain = asks > 1 && error.isRetryable === true
      return isAgain ? make(engine, { door, input } as Call, asks - 1) : Effect.fail(error)
    })
  )
}

/** An outcome without whether it was given before. */
export const told = (outcome: Outcome): unknown =>
  "ok" in outcome ? { ok: { ...outcome.ok, isReplayed: undefined } } : outcome

/** The key of the receipt that a call leaves. */
export const receiptOf = ({ door, input }: Call): string => {
  switch (door) {
    case "enroll":
    case "touch":
    case "quote":
      return `${door}/${input.key}`
    case "lock":
    case "unlock":
      return `${door}/${input.quote}/${input.key}`
    case "signedUp":
      return `signup/${personOf("customer", input.customer)}`
    case "orderPaid":
      return `order/${Key.part(input.order)}`
    case "orderChanged":
      return `order/${Key.part(input.order)}/revision/${input.revision}`
    case "orderRefunded":
      return `order/${Key.part(input.order)}/refund/${Key.part(input.refund)}`
    case "setListed":
      return `listing/${input.key}`
    case "orderCanceled":
      return `order/${Key.part(input.order)}/canceled`
    case "disputeOpened":
      return `order/${Key.part(input.order)}/dispute/${Key.part(input.dispute)}/opened`
    case "disputeClosed":
      return `order/${Key.part(input.order)}/dispute/${Key.part(input.dispute)}/closed`
    case "redeem":
      return `redeem/${input.reward}`
    case "openReview":
    case "closeReview":
      return `review/${input.key}`
    case "reveal":
      return `reveal/${input.program}/${input.key}`
    case "choose":
    case "spend":
    case "exchange":
    case "unspend":
      return `${door}/${Key.part(input.key ?? "")}`
    case "fileTaxDetails":
      return `tax/of/${input.key}`
    case "awardPrizes":
      return `prize/${input.program}/${input.prize}/${input.period}`
    default:
      return payoutReceipt({ door, input } as PayoutCall)
  }
}

type PayoutCall = Extract<Call, { readonly door: `${string}Payout` | "markPaid" | "markFailed" }>

const payoutReceipt = ({ door, input }: PayoutCall): string => {
  const of = `payout/${Key.part(input.run)}`
  switch (door) {
    case "openPayout":
    case "approvePayout":
    case "closePayout":
      return `${of}/${door.slice(0, -"Payout".length)}`
    case "selectPayout":
      // It asks for each person, and leaves no receipt of its own.
      return of
    case "markPaid":
    case "markFailed":
      return `${of}/${door.slice("mark".length).toLowerCase()}/${personOf("customer", input.customer ?? "")}`
  }
}

/** Whether a receipt is that of a call; what is redeemed again after a roll back has a number besides. */
export const isReceiptOf = (call: Call, key: string): boolean => {
  const own = receiptOf(call)
  return own === key || (call.door === "redeem" && key.startsWith(`${own}/`))
}

const customer = fc.constantFrom("ann", "bob", "eve", "joe")
const visitor = fc.constantFrom("v1", "v2", "v3", "v4")
const order = fc.constantFrom("o1", "o2", "o3", "o4", "o5")
const total = fc.constantFrom("100.00 USD", "33.33 USD", "0.01 USD", "80.00 USD", "600.00 USD", "0.00 USD")
const code = fc.constantFrom("ANN", "BOB", "EVE", "ZED", "LUCKY-ANN", "LUCKY-BOB")
const program = "spring"
/** One address for a household, so that who has ordered under it is known again, and one of somebody who refers. */
const email = fc.constantFrom("home@example.com", "home@example.com", "ann@example.com")
/** News that comes late: it happened before what is known already. */
const at = fc.constantFrom("2026-03-01T09:00:00Z", "2026-02-27T23:00:00Z")
/** One key, so that a second quote of the same person is the same quote: orders and locks find it. */
const quote = customer.map((who) => `q-${who}`)

const usual: fc.Arbitrary<Call> = fc.oneof(
  customer.map(
    (who): Call => ({
      door: "enroll",
      input: { program, customer: who, code: who.toUpperCase(), email: `${who}@example.com`, key: `e-${who}` }
    })
  ),
  fc
    .record(
      { visitor, code, source: fc.constantFrom("click" as const, "code" as const), n: fc.nat({ max: 3 }), at },
      { requiredKeys: ["visitor", "code", "source", "n"] }
    )
    .map(
      ({ n, ...input }): Call => ({
        door: "touch",
        input: { ...input, key: `t-${input.visitor}-${input.code}-${input.source}-${n}` }
      })
    ),
  fc
    .record({ customer, visitor, email }, { requiredKeys: ["customer", "visitor"] })
    .map((input): Call => ({ door: "signedUp", input })),
  fc.record({ customer, visitor, total, email }, { requiredKeys: ["customer", "visitor", "total"] }).map(
    ({ total: sum, ...input }): Call => ({
      door: "quote",
      input: { ...input, cart: { total: sum }, key: `q-${input.customer}-${input.visitor}-${sum}` }
    })
  ),
  fc.record({ customer, visitor }).map(
    (input): Call => ({
      door: "quote",
      input: { ...input, cart: { total: "100.00 USD" }, key: `q-${input.customer}` }
    })
  ),
  fc
    .record({ quote, n: fc.nat({ max: 1 }), for: fc.constantFrom("30 minutes", "1 day") })
    .map(({ n, ...input }): Call => ({ door: "lock", input: { ...input, key: `l-${n}-${input.for}` } })),
  quote.map((of): Call => ({ door: "unlock", input: { quote: of, key: "u" } })),
  {
    weight: 4,
    arbitrary: fc
      .record({ order, customer, visitor, total, email, at }, { requiredKeys: ["order", "customer", "total"] })
      .map((input): Call => ({ door: "orderPaid", input }))
  },
  fc.record({ order, customer, visitor }).map(
    (input): Call => ({
      door: "orderPaid",
      input: { ...input, total: "80.00 USD", quote: `q-${input.customer}` }
    })
  ),
  fc.record({ customer, exchange: fc.constantFrom("two-off", "mug"), times: fc.integer({ min: 1, max: 2 }) }).map(
    (input): Call => ({
      door: "exchange",
      input: { program, ...input, key: `x-${input.customer}-${input.exchange}-${input.times}` }
    })
  ),
  fc.record({ customer, exchange: fc.constantFrom("two-off", "mug"), times: fc.integer({ min: 1, max: 2 }) }).map(
    ({ customer: who, exchange, times }): Call => ({
      door: "unspend",
      input: { exchange: `x-${who}-${exchange}-${times}`, key: `back-${who}-${exchange}-${times}` }
    })
  ),
  fc
    .record({ order, revision: fc.integer({ min: 1, max: 3 }), total })
    .map((input): Call => ({ door: "orderChanged", input })),
  fc
    .record({
      order,
      refund: fc.constantFrom("r1", "r2", "r3"),
      amount: fc.constantFrom("10.00 USD", "33.33 USD", "0.01 USD", "600.00 USD")
    })
    .map((input): Call => ({ door: "orderRefunded", input })),
  order.map((of): Call => ({ door: "orderCanceled", input: { order: of } })),
  order.map((of): Call => ({ door: "disputeOpened", input: { order: of, dispute: "d1" } })),
  fc
    .record({ order, outcome: fc.constantFrom("won" as const, "lost" as const) })
    .map((input): Call => ({ door: "disputeClosed", input: { ...input, dispute: "d1" } })),
  customer.map((who): Call => ({ door: "openReview", input: { program, customer: who, key: `ro-${who}` } })),
  fc
    .record({ customer, verdict: fc.constantFrom("approved" as const, "rejected" as const) })
    .map((input): Call => ({ door: "closeReview", input: { program, ...input, key: `rc-${input.customer}` } })),
  fc
    .record({ customer, listed: fc.boolean() })
    .map((input): Call => ({ door: "setListed", input: { ...input, key: `l-${input.customer}-${input.listed}` } })),
  // The rewards that are granted first: most of them are there sooner or later.
  fc.record({ order, total, rule: fc.constantFrom("credit", "off"), of: order, who: customer }).map(
    ({ of, rule, who, ...input }): Call => ({
      door: "redeem",
      input: { ...input, reward: `reward/${program}/${rule}/advocate/${personOf("customer", who)}/o:${of}/g1` }
    })
  )
)

export const call: fc.Arbitrary<Call> = fc.oneof({ weight: 2, arbitrary: usual }, { weight: 1, arbitrary: afterwards })

/** A beginning in which everybody has a code and somebody has been touched: most calls after it have an effect. */
export const beginning: readonly Call[] = [
  ...["ann", "bob", "eve"].map(
    (who): Call => ({
      door: "enroll",
      input: { program, customer: who, code: who.toUpperCase(), key: `e-${who}` }
    })
  ),
  { door: "touch", input: { visitor: "v1", code: "ANN", key: "t-0" } },
  { door: "touch", input: { visitor: "v2", code: "BOB", source: "code", key: "t-1" } },
  ...["ann", "bob"].map(
    (who): Call => ({
      door: "enroll",
      input: { program: "autumn", customer: who, code: `LUCKY-${who.toUpperCase()}`, key: `el-${who}` }
    })
  ),
  { door: "touch", input: { visitor: "v3", code: "LUCKY-ANN", key: "t-2" } },
  { door: "touch", input: { visitor: "v4", code: "LUCKY-BOB", key: "t-3" } }
]

/** The same, where something was earned, chosen and used already. */
export const lively: readonly Call[] = [...beginning, ...earned]

const seven = [0, 1, 2, 3, 4, 5, 6]

/** Seven advocates with a friend each who is about to order: they share the budget alone, which is too small for all. */
export const manyAdvocates: readonly Call[] = seven.flatMap((n): readonly Call[] => [
  { door: "enroll", input: { program, customer: `adv${n}`, code: `ADV${n}`, key: `e-adv${n}` } },
  { door: "touch", input: { customer: `friend${n}`, code: `ADV${n}`, key: `t-adv${n}` } }
])

/** Their orders; with nothing of a visitor, whom they would share too. */
export const manyFriends: readonly Call[] = seven.map((n) => ({
  door: "orderPaid",
  input: { order: `x${n}`, customer: `friend${n}`, total: "100.00 USD" }
}))

/** Orders of these friends, and refunds that give back to the budget. */
export const onOneBudget: fc.Arbitrary<Call> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...manyFriends) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...seven).map(
      (n): Call => ({
        door: "orderRefunded",
        input: { order: `x${n}`, refund: "r", amount: "100.00 USD" }
      })
    )
  }
)
