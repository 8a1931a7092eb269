/** A small shop for engine tests: one program, fixed ids, and door calls as data. */
import { memoryStore, type Options as StoreOptions } from "@goodword/adapter-memory"
import { fixedOff, giftCard, type Program, percentOff, points, storeCredit } from "@goodword/core"
import { Goodword, type Input, movableClock, type OpenOptions } from "@goodword/core/promise"
import fc from "fast-check"

export const start = "2026-03-01T12:00:00Z"

export const program: Program.Input = {
  id: "spring",
  timeZone: "America/New_York",
  friend: [
    { id: "friend", give: percentOff({ percent: 20, maximum: "50.00 USD" }) },
    { id: "friend-points", give: points({ amount: "50 points" }) }
  ],
  advocate: [
    {
      id: "credit",
      give: storeCredit({ amount: "10.00 USD" }),
      hold: "14 days",
      cap: { count: 2, per: "calendar year" }
    },
    { id: "off", give: fixedOff({ amount: "5.00 USD" }), expires: "30 days" }
  ],
  milestones: [{ every: 2, give: giftCard({ amount: "10.00 USD" }) }],
  budget: { amount: "60.00 USD", per: "calendar month" },
  review: { ordersFrom: "500.00 USD" },
  onSilence: { after: "7 days", then: "pay" }
}

/** Of every lottery: tests know what will be drawn. */
export const seed = "5e".repeat(32)

/** Ids in a fixed order, so that two runs of the same calls give the same bytes. */
export const counted = (prefix: string): (() => string) => {
  let n = 0
  return () => `${prefix}${++n}`
}

export const storeOf = (options: StoreOptions = {}): ReturnType<typeof memoryStore> =>
  memoryStore({ newId: counted("psn_"), printKey: "test", ...options })

/** People get their ids before anything races, so that ids do not depend on who came first. */
export const people = ["ann", "bob", "eve", "joe"] as const
export const visitors = ["v1", "v2"] as const

export const openOn = async (
  store: OpenOptions["store"],
  options: Partial<OpenOptions> = {}
): Promise<{ readonly goodword: Goodword; readonly clock: ReturnType<typeof movableClock> }> => {
  const clock = movableClock(start)
  const goodword = await Goodword.open({
    programs: [program],
    clock,
    pollMs: 0,
    ids: { newId: counted("id_"), newCode: counted("CODE"), newSeed: () => seed },
    ...options,
    store
  })
  return { goodword, clock }
}

export type Call =
  | { readonly door: "enroll"; readonly input: Input.Enroll }
  | { readonly door: "touch"; readonly input: Input.Touch }
  | { readonly door: "signedUp"; readonly input: Input.Signup }
  | { readonly door: "quote"; readonly input: Input.Quote }
  | { readonly door: "orderPaid"; readonly input: Input.OrderPaid }
  | { readonly door: "orderChanged"; readonly input: Input.OrderChanged }
  | { readonly door: "orderRefunded"; readonly input: Input.OrderRefunded }
  | { readonly door: "lock"; readonly input: Input.Lock }
  | { readonly door: "orderCanceled"; readonly input: Input.OrderCanceled }
  | { readonly door: "disputeOpened"; readonly input: Input.DisputeOpened }
  | { readonly door: "disputeClosed"; readonly input: Input.DisputeClosed }
  | { readonly door: "openReview"; readonly input: Input.OpenReview }
  | { readonly door: "closeReview"; readonly input: Input.CloseReview }
  | { readonly door: "setListed"; readonly input: Input.SetListed }
  | { readonly door: "spend"; readonly input: Input.Spend }
  | { readonly door: "unspend"; readonly input: Input.Unspend }

export type Outcome = { readonly ok: unknown } | { readonly error: string }

/** Makes a call; what is refused is told by its tag. */
export const make = async (goodword: Goodword, { door, input }: Call): Promise<Outcome> => {
  try {
    const answer = await (goodword[door] as (input: unknown) => Promise<unknown>)(input)
    return { ok: answer }
  } catch (error) {
    return { error: (error as { readonly _tag: string })._tag }
  }
}

/** An answer without whether it was given before. */
export const told = (outcome: Outcome): unknown =>
  "ok" in outcome ? { ...(outcome.ok as object), isReplayed: undefined } : outcome

const customer = fc.constantFrom(...people)
const visitor = fc.constantFrom(...visitors)
const order = fc.constantFrom("o1", "o2", "o3", "o4", "o5")
const total = fc.constantFrom("100.00 USD", "33.33 USD", "0.01 USD", "80.00 USD", "600.00 USD", "0.00 USD")
const code = fc.constantFrom("ANN", "BOB", "EVE", "ZED")

/** Calls that meet each other often: few people, few orders. Keys are theirs, so that a repeat is a repeat. */
export const call: fc.Arbitrary<Call> = fc.oneof(
  fc.record({
    door: fc.constant("enroll" as const),
    input: customer.map((who) => ({ customer: who, code: who.toUpperCase(), key: `e-${who}` }))
  }),
  fc
    .record({ visitor, code, source: fc.constantFrom("click" as const, "code" as const), n: fc.nat({ max: 3 }) })
    .map(({ n, ...input }) => ({
      door: "touch" as const,
      input: { ...input, key: `t-${input.visitor}-${input.code}-${input.source}-${n}` }
    })),
  fc.record({ customer, visitor }).map((input) => ({ door: "signedUp" as const, input })),
  fc.record({ customer, visitor, total }).map(({ total: sum, ...input }) => ({
    door: "quote" as const,
    input: { ...input, cart: { total: sum }, key: `q-${input.customer}-${input.visitor}-${sum}` }
  })),
  fc
    .record({ order, customer, visitor, total }, { requiredKeys: ["order", "customer", "total"] })
    .map((input) => ({ door: "orderPaid" as const, input })),
  fc
    .record({ order, revision: fc.integer({ min: 1, max: 3 }), total })
    .map((input) => ({ door: "orderChanged" as const, input })),
  fc
    .record({
      order,
      refund: fc.constantFrom("r1", "r2", "r3"),
      amount: fc.constantFrom("10.00 USD", "33.33 USD", "0.01 USD", "600.00 USD")
    })
    .map((input) => ({ door: "orderRefunded" as const, input })),
  customer.map((who) => ({ door: "openReview" as const, input: { customer: who, key: `ro-${who}` } })),
  fc
    .record({ customer, listed: fc.boolean() })
    .map((input) => ({ door: "setListed" as const, input: { ...input, key: `l-${input.customer}-${input.listed}` } })),
  fc
    .record({ customer, verdict: fc.constantFrom("approved" as const, "rejected" as const) })
    .map((input) => ({ door: "closeReview" as const, input: { ...input, key: `rc-${input.customer}` } }))
)

/** A beginning in which everybody has a code and somebody has been touched: most calls after it have an effect. */
export const beginning: readonly Call[] = [
  ...(["ann", "bob", "eve"] as const).map((who) => ({
    door: "enroll" as const,
    input: { customer: who, code: who.toUpperCase(), key: `e-${who}` }
  })),
  { door: "touch", input: { visitor: "v1", code: "ANN", key: "t-0" } },
  { door: "touch", input: { visitor: "v2", code: "BOB", source: "code", key: "t-1" } }
]

/** Every id is minted in one order. */
export const mint = async (
  store: Pick<ReturnType<typeof memoryStore>, "directory">,
  run: (effect: never) => Promise<unknown>
): Promise<void> => {
  for (const who of people) await run(store.directory.personFor("default" as never, "customer", who) as never)
  for (const who of visitors) await run(store.directory.personFor("default" as never, "visitor", who) as never)
}
