/** What an audit says: each check by name, how often it looked and was wrong, and findings with their place and amount. */

/** Every check, and what must hold. */
export const checks = {
  "event-shape": "every event is of a known type and version, with all of its fields",
  "event-id": "no event's id comes twice",
  "event-order": "cursors grow, event by event",
  "event-time": "nothing is recorded before it happened, or before what was recorded of the same thing",
  "transfer-id": "no transfer's id comes twice",
  "transfer-shape": "a transfer moves an amount above zero of one unit between two different accounts of the ledger",
  hold: "a hold is voided in parts at most, posted once with all that is left, and resolved by nothing else",
  postings: "the transfers of an event move what the event says, between the accounts of its program and person",
  "reward-balance": "what a reward has on its person's account is what is left of it, never below zero",
  "double-entry": "the stored balances of each unit sum to zero, pending and posted apart",
  balance: "a stored balance is the sum of the transfers",
  liability: "nobody is owed less than nothing, at any prefix; only debts and expenses are below zero",
  owed: "what a person is owed is what is left of the rewards that are stored for them",
  "reward-key": "a reward's key and id say its program, rule, side, person, occurrence and generation",
  "reward-once": "one fact earns one reward; a next generation only after the one before is gone",
  "reward-walk": "a reward goes from state to state as rewards may",
  "reward-time": "nothing is released before its hold is over or while in review, nor used after its life",
  "reward-cause": "a reward has a friend who qualified before it, by that order, and goes to one of the two sides",
  "reward-terms": "rule, hold, life, fixed amount and basis are those of the published terms and the order",
  reprice: "what is held is valued anew once per version that asks for it, by its terms and what is kept of the order",
  choice: "a reward that leaves a choice goes by the wish; another is given in its place only while it is untouched",
  lottery:
    "what is granted by lot is what was drawn, once, under a seed that was committed before and comes out the same again",
  checkout: "a discount that is granted as used was promised to that order by its quote; a lock of one gives back all",
  milestone: "a milestone is granted to the advocate of exactly so many friends",
  tier: "what friends have paid and points that were earned count for a tier while they stand, in the periods of their orders",
  ladder:
    "a tier is told as reached once and as lost once, in order, until the time at which it ends; it brings its perks and takes them along",
  prize:
    "the prizes of a month are awarded once, in the month after it, to those who led it by the log up to the place that is named",
  "claw-back": "what is taken back of a reward is the refunded share of it, and never more than was granted",
  lots: "lots are used by their person, the oldest first, within what is left of them and of their order",
  debt: "what is taken back after it was used is a debt, which the next lot of its unit pays, as far as it goes",
  "given-away": "what is given away for good is used up the moment it is available, on no order, and waits in no purse",
  payout:
    "a payout pays people of their own lots, enough of each, once; it is approved by somebody else, and ends item by item",
  tax: "nobody is selected to be paid up to a tax threshold while something is not on file that it asks for",
  "payout-fact": "stored payout runs, their items, and what people were paid in a year are what the log says of them",
  "purse-fact": "stored purses, their pages, spends and what was spent on orders are what the log says of them",
  "reward-stands": "a reward stands only while its referral does, and something of its order is kept",
  "reward-fact": "the stored reward is what the log says of it",
  charge: "a grant takes its cap and budget in the period of its order, as its terms and evidence say",
  bound: "no grant passes a cap or budget, at any prefix; none is below zero",
  "roll-back": "what comes back of an order is what was used on it, once, and whole",
  "give-back": "what is taken back or lapses gives back what it had taken",
  counter: "a stored cap or budget is the sum of what grants took and gave back",
  exchange: "an exchange takes what its program lists, gives just that, and comes back with all it gave or not at all",
  order: "orders are recorded once, refunds counted once, and nothing hangs on an order that never came",
  "order-count":
    "an order counts for the referral of the friend who placed it, once, and while something of it is kept",
  "order-fact": "stored orders, customers and quotes are what the log says of them",
  "self-referral": "nobody is their own advocate",
  cycle: "in a program, nobody is an ancestor of their own advocate",
  "one-referral": "a friend has one referral in a program, and a review's no is final",
  "referral-walk": "a referral goes from state to state as referrals may, under an advocate who is enrolled",
  "referral-fact": "stored referrals, advocates, codes, trails and listings are what the log says of them",
  program: "versions of a program are published one after another and stored as they were",
  draft: "a draft is saved revision by revision, knows the versions before it, and is stored as it was saved",
  load: "a row is the same, listed or loaded by its key",
  "extra-row": "every stored fact and counter is explained by an event",
  "missing-row": "every fact that the events speak of is stored",
  "dead-message": "a message that was set aside asks for something that the log knows"
} as const

export type Check = keyof typeof checks

/** Amounts are whole minor units, written as text: `"1000"`. */
export type Value = string | number | boolean | null

export interface Finding {
  readonly check: Check
  /** The event, reward, order, account or key that is wrong. */
  readonly where: string
  /** What of it. */
  readonly what: string
  readonly expected: Value
  readonly actual: Value
  readonly message: string
}

export interface Looked {
  readonly check: Check
  readonly looked: number
  readonly wrong: number
}

export interface Report {
  readonly events: number
  readonly transfers: number
  readonly accounts: number
  readonly checks: readonly Looked[]
  /** The first ones; `checks` counts all. */
  readonly findings: readonly Finding[]
  /** `audit: 40 checks over 2,235 transfers, 0 findings`. */
  readonly line: string
}

export interface Progress {
  readonly reading: "events" | "facts" | "counters"
  /** How many of them by now. */
  readonly done: number
}

type Seen = Value | bigint

/** Where the checks write down what they see. */
export interface Notes {
  /** Looks once; a finding where the two differ. Answers whether they agree. */
  readonly same: (check: Check, where: string, what: string, expected: Seen, actual: Seen) => boolean
  /** Looks once; a finding where it does not hold. Answers whether it does. */
  readonly holds: (
    isSo: boolean,
    check: Check,
    where: string,
    what: string,
    expected: () => Seen,
    actual: () => Seen
  ) => boolean
  readonly report: (of: Pick<Report, "events" | "transfers" | "accounts">) => Report
}

export const notes = (findingsMax: number): Notes => {
  const counts = new Map(Object.keys(checks).map((check) => [check as Check, { looked: 0, wrong: 0 }]))
  const findings: Finding[] = []
  let total = 0
  const look = (check: Check): void => {
    const count = counts.get(check)
    if (count !== undefined) count.looked++
  }
  const find = (check: Check, where: string, what: string, expected: Seen, actual: Seen): false => {
    const count = counts.get(check)
    if (count !== undefined) count.wrong++
    total++
    if (findings.length < findingsMax) {
      const message = `${where}: ${what} should be ${expected}, and is ${actual}`
      findings.push({ check, where, what, expected: plain(expected), actual: plain(actual), message })
    }
    return false
  }
  return {
    same: (check, where, what, expected, actual) => {
      look(check)
      return expected === actual || find(check, where, what, expected, actual)
    },
    holds: (isSo, check, where, what, expected, actual) => {
      look(check)
      return isSo || find(check, where, what, expected(), actual())
    },
    report: (of) => ({
      ...of,
      checks: [...counts].map(([check, count]) => ({ check, ...count })),
      findings,
      line: `audit: ${counts.size} checks over ${figure(of.transfers)} transfers, ${figure(total)} findings`
    })
  }
}

const plain = (value: Seen): Value => (typeof value === "bigint" ? `${value}` : value)
const figure = (count: number): string => count.toLocaleString("en-US")
