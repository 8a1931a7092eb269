/** A program that holds what it grants, and an edit, once a draft, that has it valued anew. */
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
  await goodword.saveDraft({ program, document: { name: "of the new year" }, by: "kim", key: "draft-1" })
  await goodword.discardDraft({ program, revision: 1, by: "lee", key: "draft-1-gone" })
  await goodword.saveDraft({ program, document: holding("6.00 USD"), by: "kim", key: "draft-2" })
  await goodword.publishDraft({ program, revision: 2, openReferrals: "reprice" })
  await goodword.reprice({ program })
}
