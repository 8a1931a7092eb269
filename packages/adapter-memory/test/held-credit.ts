/** A program that holds what it grants, and an edit that has it valued anew. */
import { type Program, storeCredit } from "@goodword/core"
import type { Goodword } from "@goodword/core/promise"

export const holding = (amount = "8.00 USD"): Program.Input => ({
  id: "holding",
  timeZone: "UTC",
  advocate: { give: storeCredit({ amount }), hold: "20 days" },
  budget: { amount: "500.00 USD", per: "calendar year" },
  onSilence: "hold"
})

/** Two are granted, a part of one is given back, and both are worth less from then on. */
export const valuedAnew = async (goodword: Goodword): Promise<void> => {
  const program = "holding"
  await goodword.publish(holding(), { key: "holding-1" })
  await goodword.enroll({ program, customer: "pat", code: "PAT", key: "e-pat" })
  for (const n of [1, 2]) {
    await goodword.touch({ customer: `pat-friend-${n}`, code: "PAT", key: `t-pat-${n}` })
    await goodword.orderPaid({ order: `pat-o${n}`, customer: `pat-friend-${n}`, total: "40.00 USD" })
  }
  await goodword.orderRefunded({ order: "pat-o2", refund: "r", amount: "10.00 USD" })
  await goodword.publish(holding("6.00 USD"), { openReferrals: "reprice", key: "holding-2" })
  await goodword.reprice({ program })
}
