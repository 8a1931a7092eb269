/** A day on which people are paid: runs that select, hold back, fail and try again, after whatever happened before. */
import { cash, type DoorError, type Program, type Shape } from "@goodword/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import fc from "fast-check"

const paying: Program.Input = {
  id: "paying",
  timeZone: "UTC",
  friend: [],
  advocate: { on: "every order", give: cash({ amount: "10.00 USD" }) },
  onSilence: "hold"
}

/** Whom it is about, how many orders of a friend each is paid for, and what becomes of the payment. */
export interface Payee {
  readonly customer: string
  readonly orders: number
  readonly isPaid: boolean
  /** Whether the store has on file what its threshold asks for; it files it later where it has not. */
  readonly isFiled: boolean
}

export const payday: fc.Arbitrary<readonly Payee[]> = fc.tuple(
  ...["ann", "bob", "eve", "joe"].map((customer) =>
    fc.record({
      customer: fc.constant(customer),
      orders: fc.nat({ max: 3 }),
      isPaid: fc.boolean(),
      isFiled: fc.boolean()
    })
  )
)

/** What was asked, and the answer or the name of the refusal. */
export type Told = readonly [what: string, answer: unknown]

const beginning = (engine: Shape, payees: readonly Payee[]): readonly Effect.Effect<unknown, DoorError>[] =>
  payees.flatMap(({ customer, orders }) => [
    engine.enroll({ program: "paying", customer, code: `PAY-${customer}`, key: `pay-${customer}` }),
    engine.touch({ customer: `payer-of-${customer}`, code: `PAY-${customer}`, key: `pay-t-${customer}` }),
    ...Array.from({ length: orders }, (_, n) =>
      engine.orderPaid({ order: `pay-${customer}-${n}`, customer: `payer-of-${customer}`, total: "50.00 USD" })
    )
  ])

const running = (
  engine: Shape,
  payees: readonly Payee[],
  run: string
): readonly Effect.Effect<unknown, DoorError>[] => [
  engine.openPayout({ run, unit: "USD", minimum: "10.00 USD", by: "kim" }),
  engine.selectPayout({ run }),
  engine.approvePayout({ run, by: "kim" }),
  engine.approvePayout({ run, by: "lee" }),
  engine.runDue,
  ...payees.map(({ customer, isPaid }) =>
    isPaid || run !== "first"
      ? engine.markPaid({ run, customer, reference: `${run}-${customer}` })
      : engine.markFailed({ run, customer, reason: "no account" })
  ),
  engine.closePayout({ run }),
  engine.payout({ run }),
  engine.payoutCsv({ run })
]

const filing = (engine: Shape, { customer }: Payee): Effect.Effect<unknown, DoorError> =>
  engine.fileTaxDetails({ customer, country: "US", onFile: [{ field: "form", reference: `vault/${customer}` }] })

/** Two runs: the second pays what the first could not, and those who were held back. */
export const paid = (engine: Shape, payees: readonly Payee[], year: number): Effect.Effect<readonly Told[]> => {
  const threshold = { id: "yearly", from: year, amount: "20.00 USD", fields: ["form"] }
  const calls: readonly Effect.Effect<unknown, DoorError>[] = [
    engine.publish(paying, { key: "paying" }),
    ...beginning(engine, payees),
    engine.setTaxThresholds({ thresholds: [threshold] }),
    ...payees.filter(({ isFiled }) => isFiled).map((one) => filing(engine, one)),
    ...running(engine, payees, "first"),
    ...payees.filter(({ isFiled }) => !isFiled).map((one) => filing(engine, one)),
    ...running(engine, payees, "second"),
    engine.taxReport({ year, threshold: "yearly" }),
    engine.taxReportCsv({ year, threshold: "yearly" })
  ]
  return Effect.forEach(calls, (call, i) =>
    Effect.map(
      Effect.result(call),
      (outcome): Told => [`call ${i + 1}`, Result.isSuccess(outcome) ? outcome.success : outcome.failure._tag]
    )
  )
}
