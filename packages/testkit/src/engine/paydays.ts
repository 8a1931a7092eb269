/** Calls of a payday: one run whose people are selected, what becomes of their payments, and what happens to their orders. */
import fc from "fast-check"
import { type Call, lively } from "./calls.ts"

const customer = fc.constantFrom("ann", "bob")
const run = "r1"

export const opened: Call = { door: "openPayout", input: { run, unit: "USD", minimum: "1.00 USD", by: "kim" } }
export const selected: Call = { door: "selectPayout", input: { run } }

/** Two people are owed money for orders of their friends, and are selected. */
export const owed: readonly Call[] = [...lively, opened, selected]

export const onOnePayday: fc.Arbitrary<Call> = fc.oneof(
  fc.constantFrom("kim", "lee", "max").map((by): Call => ({ door: "approvePayout", input: { run, by } })),
  {
    weight: 2,
    arbitrary: fc
      .record({ customer, reference: fc.constantFrom("bank-1", "bank-2") })
      .map((input): Call => ({ door: "markPaid", input: { run, ...input } }))
  },
  {
    weight: 2,
    arbitrary: customer.map(
      (who): Call => ({ door: "markFailed", input: { run, customer: who, reason: "no account" } })
    )
  },
  { weight: 3, arbitrary: fc.constant<Call>({ door: "closePayout", input: { run } }) },
  customer.map(
    (who): Call => ({
      door: "fileTaxDetails",
      input: { customer: who, onFile: [{ field: "form", reference: `vault/${who}` }], key: `tax-${who}` }
    })
  ),
  fc
    .constantFrom("1.00 USD", "9.00 USD")
    .map((minimum): Call => ({ door: "openPayout", input: { run: "r2", unit: "USD", minimum, by: "kim" } })),
  fc
    .constantFrom("e1", "e2", "e3")
    .map((order): Call => ({ door: "orderRefunded", input: { order, refund: "r", amount: "80.00 USD" } })),
  fc
    .constantFrom("o6", "o7")
    .map((order): Call => ({ door: "orderPaid", input: { order, customer: "pal0", total: "50.00 USD" } }))
)
