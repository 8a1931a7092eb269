/** The report for a terminal. */
import { styleText } from "node:util"
import type { Report } from "./Report.ts"

export const lines = (report: Report): readonly string[] => [
  ...section(report.program.name, report.program.sentences),
  ...section("Orders", orders(report)),
  ...section("Referrals", referrals(report)),
  ...section("Rewards", table(["kind", "state", "count", "amount"], rewardCells(report))),
  ...section("Refused, and why", table(["what", "times", "because"], refusalCells(report))),
  ...section("Budget and liability", money(report)),
  ...section("What word of mouth is worth", projection(report)),
  ...section("One order, check by check", explained(report)),
  ...section("Ledger", table(["account", "pending", "posted"], ledgerCells(report))),
  ...section("Replay", replay(report))
]

const section = (title: string, body: readonly string[]): readonly string[] => [
  styleText("bold", title, { stream: process.stdout }),
  ...body.map((line) => `  ${line}`),
  ""
]

/** 12345 as 12,345. */
export const count = (n: number): string => n.toLocaleString("en-US")

/** "12345.60 USD" as "12,345.60 USD". */
export const grouped = (amount: string): string =>
  amount.replace(/\d+/u, (whole) => whole.replace(/\B(?=(\d{3})+$)/gu, ","))

const numeric = /^-?[\d,.]+( [A-Za-z-]+)?$/u

/** Columns of numbers stand on the right. */
const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => {
  if (rows.length === 0) return ["none"]
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)))
  const isRight = head.map((_, i) => rows.every((row) => numeric.test(row[i] ?? "")))
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (isRight[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join("   ")
      .trimEnd()
  return [styleText("dim", line(head), { stream: process.stdout }), ...rows.map(line)]
}

const orders = ({ orders: { customers, file, from, orders: total, revenue, rows, to }, seed }: Report) => [
  `${count(total)} orders of ${count(customers)} customers, ${grouped(revenue)}, ${from.slice(0, 10)} to ${to.slice(0, 10)}`,
  `from ${count(rows)} rows of ${file}`,
  `The orders are given; who shares, clicks, returns and cheats is a model with seed ${seed} (src/Chances.ts).`
]

const referrals = ({ referrals: { advocates, reviews, shares, states, total, visits } }: Report) => [
  `${count(advocates)} advocates shared ${count(shares)} times and brought ${count(visits)} visits.`,
  `${count(total)} people came through a friend: ${states.map(({ count: n, name }) => `${count(n)} ${name}`).join(", ")}.`,
  ...(reviews.opened === 0
    ? []
    : [
        `${count(reviews.opened)} large orders were reviewed: staff approved ${count(reviews.approved)} and rejected ${count(reviews.rejected)}, silence settled ${count(reviews.silent)}.`
      ])
]

const rewardCells = ({ rewards }: Report) =>
  rewards.map((row) => [row.kind, row.state, count(row.count), grouped(row.amount)])

const refusalCells = ({ refusals }: Report) =>
  refusals.map(({ count: n, meaning, reason, what }) => [
    what,
    count(n),
    meaning === reason ? reason : `${meaning} (${reason})`
  ])

const money = ({ budget, cost }: Report): readonly string[] => {
  const claim = /[1-9]/u.test(cost.claimed) ? `; ${grouped(cost.claimed)} were used before they were taken back` : ""
  const owed = `Rewards worth ${grouped(cost.granted)} were given and stand: ${grouped(cost.used)} used, ${grouped(cost.lapsed)} lapsed, ${grouped(cost.owed)} still owed${claim}.`
  if (budget === null) return [owed, "There is no budget."]
  const spent = budget.periods.filter(({ refused }) => refused > 0)
  const most = [...budget.periods].sort((a, b) => Number.parseFloat(b.most) - Number.parseFloat(a.most))[0]
  const fullest = most === undefined ? "" : ` The fullest was ${most.period} with ${grouped(most.most)}.`
  const names = spent.slice(0, 6).map(({ period, refused }) => `${period} (${refused})`)
  const others = spent.length > names.length ? `, and ${spent.length - names.length} more` : ""
  return [
    owed,
    `The budget of ${grouped(budget.amount)} per ${budget.per} was charged in ${budget.periods.length} of them.${fullest}`,
    spent.length === 0
      ? "It never ran out."
      : `It ran out ${spent.length} times; rewards refused then: ${names.join(", ")}${others}.`
  ]
}

const projection = ({ projection: p }: Report) => [
  `${count(p.advocates)} advocates x ${p.sharesPerAdvocate} shares each x ${p.visitsPerShare} visits per share x ${grouped(p.revenuePerVisit)} per visit`,
  `= ${grouped(p.revenue)} in the orders with which friends qualified.`,
  `If advocates shared a tenth more often, all else the same: ${grouped(p.withMoreShares)}.`
]

const explained = ({ explained: one }: Report) => (one === null ? ["none"] : [...one.people, ...one.lines])

const ledgerCells = ({ ledger }: Report) =>
  ledger.map(({ account, pending, posted }) => [account, grouped(pending), grouped(posted)])

const replay = ({ calls, run, verdict }: Report) => [
  verdict.line,
  ...verdict.differences,
  `${count(verdict.events)} events folded into ${count(verdict.facts)} facts, from ${count(calls.asked)} calls of which ${count(calls.answeredAgain)} were repeats and answered as before`,
  `stored in ${run.store}: ${run.seconds} s, ${count(run.ordersPerSecond)} orders/s, ${state(run)}at most ${count(run.peakRssMiB)} MiB`
]

/** How much room an order takes, where that can be told. */
export const state = ({ stateBytesPerOrder }: Report["run"]): string =>
  stateBytesPerOrder === null ? "" : `${count(stateBytesPerOrder)} bytes of state per order, `
