/** Goodword's terms in the words of a store owner. */
import { Catalogs, describeWhen, Give, Money, type Program, Span } from "@goodword/core"

const locale = "en"

/** The program in a few sentences, made from its terms. */
export const sentences = (program: Program.Program): readonly string[] => {
  const { advocate, budgets, friend, milestones, onSilence, qualify, review } = program
  const conditions = qualify.when.map((one) => describeWhen(one, Catalogs.builtIn, locale))
  const who = program.newCustomersOnly ? "a new customer" : "anybody"
  const if_ = conditions.length === 0 ? "" : `, if ${conditions.join(" and ")}`
  return [
    `A friend is ${who} who orders within ${Span.format(qualify.within)} of coming through an advocate${if_}.`,
    ...friend.map((offer) => `The friend gets ${given(offer)}.`),
    ...advocate.map((offer) => `The advocate gets ${given(offer)}.`),
    ...milestones.map((offer) => `For ${due(offer)} the advocate gets ${given(offer)}.`),
    ...budgets.map((budget) => `All of it may cost ${Money.format(budget.amount)} ${per(budget.per)}.`),
    ...(review === null
      ? []
      : [`Orders from ${Money.format(review.ordersFrom)} wait for a review; ${silence(onSilence)}.`])
  ]
}

const due = ({ due }: Program.Milestone): string => {
  if ("every" in due) return `every ${nth(due.every)} friend`
  if ("at" in due) return `the ${nth(due.at)} friend`
  const { friends, per, periods } = due.streak
  return `${friends === 1 ? "a friend" : `${friends} friends`} in each ${per}, ${periods} times in a row,`
}

const given = ({ caps, expires, give, hold }: Program.Offer): string =>
  [
    Give.describe(give, Catalogs.builtIn, locale),
    ...(hold === null ? [] : [`after ${Span.format(hold)}`]),
    ...caps.map(
      ({ most, per: time }) =>
        `${"count" in most ? `${most.count} times` : `up to ${Money.format(most.amount)}`} ${per(time)}`
    ),
    ...(expires === null ? [] : [`to be used within ${Span.format(expires)}`])
  ].join(", ")

const per = (period: string): string => (period === "ever" ? "in all" : `per ${period}`)

const nth = (n: number): string => (n === 1 ? "" : n === 2 ? "second" : n === 3 ? "third" : `${n}th`)

const silence = (onSilence: Program.OnSilence): string =>
  onSilence === "hold"
    ? "until somebody answers"
    : `if nobody answers within ${Span.format(onSilence.after)}, they are ${onSilence.then === "pay" ? "paid" : "voided"}`

/** A check's name is its file's name; these are the sentences for it. */
const meanings: ReadonlyMap<string, string> = new Map([
  ["existing-customer", "had ordered before, so is no new customer"],
  ["self-referral", "came through their own link"],
  ["shared-email", "has the advocate's own mailbox"],
  ["referral-cycle", "has brought friends, so can no longer be one"],
  ["review", "was rejected by staff in a review"],
  ["lifecycle", "the program was not running"],
  ["attribution", "nobody could be credited"],
  ["qualification", "the order did not count for the referral"],
  ["cap", "the advocate had reached the cap"],
  ["cap-amount", "the most that the offer gives had been given"],
  ["budget", "the budget of the period was spent"],
  ["quote", "no discount had been quoted before paying"],
  ["minimum-total", "the order was too small to count"],
  ["CodeUnknown", "nobody has the code that was typed"],
  ["RewardNotAvailable", "the reward had expired or was taken back"]
])

export const meaning = (reason: string): string => meanings.get(reason) ?? reason
