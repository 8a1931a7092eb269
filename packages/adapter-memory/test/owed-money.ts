/** A kind of reward of the tests' own: money that waits for a payout; and a run that pays it. */
import { Money, type Program, RewardKind } from "@goodword/core"
import type { Goodword } from "@goodword/core/promise"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

const ten = Result.getOrThrow(Money.parse("10.00 USD"))

export const owedMoney = RewardKind.define({
  kind: "owed-money",
  terms: Schema.Struct({ amount: Money.PositiveCurrency }),
  form: "value",
  purse: "payout",
  onPartialRefund: "proportional",
  worth: (terms) => Result.succeed(terms.amount),
  most: (terms) => terms.amount,
  issue: "NoteMoney",
  withdraw: "ForgetMoney",
  describe: ({ amount }) => Money.format(amount),
  examples: [{ terms: { amount: ten }, total: ten, worth: ten }]
})

/** One that pays money, which waits for payouts. */
export const paying: Program.Input = {
  id: "paying",
  timeZone: "UTC",
  friend: [],
  advocate: { give: owedMoney({ amount: "7.00 USD" }) },
  onSilence: "hold"
}

const onFile = [{ field: "form", reference: "vault/1" }]

/** A run that pays one person, cannot pay another, and holds back a third, of whom something is missing. */
export const paidOut = async (goodword: Goodword): Promise<void> => {
  const yearly = { id: "yearly", from: 2026, country: "US", amount: "7.00 USD", fields: ["form"] }
  await goodword.setTaxThresholds({ thresholds: [yearly] })
  for (const advocate of ["gil", "ida", "hal"]) {
    const code = advocate.toUpperCase()
    await goodword.enroll({ program: "paying", customer: advocate, code, key: `e-${advocate}` })
    await goodword.touch({ customer: `${advocate}-friend`, code, key: `t-${advocate}` })
    await goodword.orderPaid({ order: `${advocate}-o`, customer: `${advocate}-friend`, total: "30.00 USD" })
  }
  for (const customer of ["gil", "ida"]) await goodword.fileTaxDetails({ customer, country: "US", onFile })
  await goodword.openPayout({ run: "june", unit: "USD", minimum: "7.00 USD", by: "kim" })
  await goodword.selectPayout({ run: "june" })
  await goodword.approvePayout({ run: "june", by: "lee" })
  await goodword.runDue()
  await goodword.markPaid({ run: "june", customer: "gil", reference: "pay_1" })
  await goodword.markFailed({ run: "june", customer: "ida", reason: "no account" })
  await goodword.closePayout({ run: "june" })
}
