/** Calls that leave a receipt, each with another call under the same key that differs in one field. */
import type { Goodword } from "@goodword/core/promise"
import fc from "fast-check"
import { type Call, people, visitors } from "./shop.ts"

interface Changed {
  readonly call: Call
  readonly field: string
  readonly other: Call
}

type Fields = Readonly<Record<string, unknown>>

interface Question {
  /** What the key is made of, and whatever else stays as it is. */
  readonly fixed: Fields
  readonly fields: Readonly<Record<string, fc.Arbitrary<unknown>>>
}

const maybe = <A>(some: fc.Arbitrary<A>): fc.Arbitrary<A | undefined> => fc.option(some, { nil: undefined, freq: 2 })

const at = maybe(fc.constantFrom("2026-03-01T13:00:00Z", "2026-03-10T08:30:00+02:00"))
const program = maybe(fc.constant("spring"))
const customer = fc.constantFrom(...people)
/** Ann alone has something in her wallet. */
const payer = fc.constantFrom("ann", "ann", "ann", "eve")
const total = fc.constantFrom("100.00 USD", "100.01 USD", "0.01 USD", "100 JPY")
const amount = fc.constantFrom("1.00 USD", "1.50 USD", "0.01 USD")
const segments = maybe(fc.constantFrom(["vip"], ["staff", "vip"]))
const visit = {
  visitor: maybe(fc.constantFrom(...visitors)),
  country: maybe(fc.constantFrom("US", "DE")),
  segments,
  newCustomer: maybe(fc.boolean()),
  at
}
/** A product: all of the order is one line of it. */
const lines = maybe(fc.constantFrom("shoe", "hat"))
const order = fc.constantFrom("p1", "p2")

const bought = "o0"

const questions = (reward: string): Readonly<Partial<Record<Call["door"] | "redeem" | "unlock", Question>>> => ({
  enroll: {
    fixed: { key: "e" },
    fields: { customer, code: maybe(fc.constantFrom("MINE", "OURS")), segments, program, at }
  },
  touch: {
    fixed: { key: "t" },
    fields: {
      visitor: fc.constantFrom(...visitors),
      code: fc.constantFrom("ANN", "BOB"),
      source: maybe(fc.constantFrom("click", "code")),
      at
    }
  },
  signedUp: { fixed: { customer: "eve" }, fields: visit },
  quote: { fixed: { key: "q" }, fields: { customer, cart: total.map((sum) => ({ total: sum })), ...visit } },
  lock: { fixed: { quote: "q0", key: "l" }, fields: { for: fc.constantFrom("1 hour", "30 minutes"), at } },
  orderPaid: {
    fixed: { order: "o1" },
    fields: { customer, total, lines, quote: maybe(fc.constantFrom("q0", "q9")), ...visit }
  },
  orderChanged: { fixed: { order: bought, revision: 1 }, fields: { total, lines, at } },
  orderRefunded: {
    fixed: { order: bought, refund: "r" },
    fields: { amount, reason: maybe(fc.constant("chargeback")), at }
  },
  orderCanceled: { fixed: { order: bought }, fields: { at } },
  disputeOpened: { fixed: { order: bought, dispute: "d" }, fields: { amount: maybe(amount), at } },
  disputeClosed: { fixed: { order: bought, dispute: "d" }, fields: { outcome: fc.constantFrom("won", "lost"), at } },
  openReview: { fixed: { key: "ro" }, fields: { customer, program, at } },
  closeReview: {
    fixed: { key: "rc" },
    fields: { customer, verdict: fc.constantFrom("approved", "rejected"), program, at }
  },
  setListed: { fixed: { key: "sl" }, fields: { customer, listed: fc.boolean(), at } },
  redeem: { fixed: { reward }, fields: { order, total, lines, at } },
  spend: {
    fixed: { key: "s" },
    fields: { customer: payer, amount, order, total: maybe(fc.constantFrom("80.00 USD", "90.00 USD")), at }
  },
  unspend: { fixed: { key: "u" }, fields: { spend: fc.constantFrom("s0", "s1"), amount: maybe(amount), at } }
})

const callOf = (door: string, { lines: product, ...fields }: Fields): Call => {
  const whole = product === undefined ? {} : { lines: [{ id: "a", product, total: fields.total }] }
  return { door, input: { ...fields, ...whole } } as unknown as Call
}

/** One call of a door, and the same with another value in a field, or without it, or with it. */
const changedAt = (door: string, { fields, fixed }: Question): fc.Arbitrary<Changed> =>
  fc
    .record({
      before: fc.record(fields),
      field: fc.constantFrom(...Object.keys(fields)),
      after: fc.record(fields)
    })
    .filter(({ after, before, field }) => JSON.stringify(after[field]) !== JSON.stringify(before[field]))
    .map(({ after, before, field }) => {
      // The lines of an order sum to its total: with lines, it does not change alone.
      const { lines: _, ...loose } = before
      const first = field === "total" ? loose : before
      const other = { ...first, [field]: after[field] }
      return { call: callOf(door, { ...fixed, ...first }), field, other: callOf(door, { ...fixed, ...other }) }
    })

/** Of a few doors, each once. */
export const changed = (reward: string): fc.Arbitrary<readonly Changed[]> =>
  fc
    .shuffledSubarray(Object.entries(questions(reward)), { minLength: 1, maxLength: 8 })
    .chain((doors) => fc.tuple(...doors.map(([door, question]) => changedAt(door, question))))

/** The doors that keep an address out of their receipts. */
export const takesEmail = ({ door }: Call): boolean => ["enroll", "signedUp", "quote", "orderPaid"].includes(door)

/**
 * What the calls are about: an order of Ann's friend, the credit that it brought her and what she has paid of it, and a
 * quote. Answers with the discount that she may redeem.
 */
export const settle = async (goodword: Goodword, wait: () => Promise<unknown>): Promise<string> => {
  const lines = [{ id: "a", product: "shoe", total: "100.00 USD" }]
  const { rewards } = await goodword.orderPaid({
    order: bought,
    customer: "joe",
    visitor: "v1",
    total: "100.00 USD",
    lines
  })
  await wait()
  await goodword.quote({ customer: "eve", visitor: "v2", cart: { total: "80.00 USD" }, key: "q0" })
  for (const key of ["s0", "s1"]) {
    await goodword.spend({ customer: "ann", amount: "2.00 USD", order: `of-${key}`, total: "80.00 USD", key })
  }
  return rewards.find(({ rule }) => rule === "off")?.id ?? ""
}
