// The shop that is tormented: tight limits, short holds, and a clock on which six hours are one second, so that periods
// end and holds are over while it runs.
import { fixedOff, giftCard, type Program, percentOff, storeCredit } from "../../packages/core/src/index.ts"

/** What no counter may pass, in the unit of the counter. */
export const budgetMax = 500_00n
export const capMax = 3n

export const program: Program.Input = {
  id: "chaos",
  timeZone: "America/New_York",
  friend: { id: "friend", give: percentOff({ percent: 20, maximum: "20.00 USD" }) },
  advocate: [
    {
      id: "credit",
      give: storeCredit({ amount: "10.00 USD" }),
      hold: "2 days",
      cap: { count: Number(capMax), per: "calendar month" }
    },
    { id: "off", give: fixedOff({ amount: "5.00 USD" }), expires: "10 days" }
  ],
  milestones: [{ id: "third", every: 3, give: giftCard({ amount: "10.00 USD" }) }],
  budget: { amount: `${budgetMax / 100n}.00 USD`, per: "calendar day" },
  review: { ordersFrom: "400.00 USD" },
  onSilence: { after: "2 days", then: "pay" }
}

const secondsPerSecond = 6 * 3600

/** The same clock in every process that knows when the run began. */
export const clockFrom = (origin: number): { readonly now: () => number } => ({
  now: () => origin + (Date.now() - origin) * secondsPerSecond
})
