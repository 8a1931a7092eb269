/** The report as one page that needs nothing else: no script, no font, no request. */
import { area, bars, escaped, type Series, stacks } from "./Charts.ts"
import { style } from "./PageStyle.ts"
import { type BudgetRow, type Report, states } from "./Report.ts"
import { count, grouped, state } from "./ReportText.ts"

export const page = (report: Report): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(report.program.name)}: what word of mouth did</title>
<style>${style}</style>
</head>
<body>
<main>
${head(report)}
${figures(report)}
${monthly(report)}
${rewards(report)}
${refusals(report)}
${money(report)}
${explained(report)}
${ledger(report)}
${foot(report)}
</main>
</body>
</html>
`

const head = ({ orders: o, program, seed }: Report): string => `<header>
<h1>${escaped(program.name)}</h1>
<p class="lead">${program.sentences.map(escaped).join(" ")}</p>
<p class="note">${count(o.orders)} orders of ${count(o.customers)} customers, ${escaped(grouped(o.revenue))}, from
<time>${o.from.slice(0, 10)}</time> to <time>${o.to.slice(0, 10)}</time>. The orders are given (${count(o.rows)} rows of
${escaped(o.file.split("/").at(-1) ?? "")}); who shares, clicks, returns goods and cheats is a model with seed ${seed}.</p>
</header>`

const figures = (report: Report): string => {
  const { cost, projection: p, referrals, verdict } = report
  const qualified = referrals.states.find(({ name }) => name === "qualified")?.count ?? 0
  const tiles = [
    ["advocates", count(referrals.advocates)],
    ["visits they brought", count(referrals.visits)],
    ["friends who stand as qualified", count(qualified)],
    ["in the orders with which friends qualified", grouped(p.revenue)],
    ["rewards that people used", grouped(cost.used)],
    ["still owed to people", grouped(cost.owed)]
  ] as const
  const product = [
    ["advocates", count(p.advocates)],
    ["shares each", `${p.sharesPerAdvocate}`],
    ["visits per share", `${p.visitsPerShare}`],
    ["per visit", grouped(p.revenuePerVisit)]
  ] as const
  return `<section aria-label="Key figures"><dl class="tiles">${tiles
    .map(([name, value]) => `<div><dt>${escaped(name)}</dt><dd>${escaped(value)}</dd></div>`)
    .join("")}</dl>
<p class="product">${product
    .map(([name, value]) => `<span><b>${escaped(value)}</b> ${escaped(name)}</span>`)
    .join(
      '<i aria-label="times">×</i>'
    )}<i aria-label="equals">=</i><span><b>${escaped(grouped(p.revenue))}</b></span></p>
<p class="note">The four numbers are measured, and rounded here. If advocates shared a tenth more often, all else the
same, friends' first orders would bring ${escaped(grouped(p.withMoreShares))}.</p>
<p class="verdict ${verdict.differences.length === 0 ? "good" : "bad"}">${escaped(verdict.line)}</p></section>`
}

const section = (title: string, body: string, note = ""): string =>
  `<section><h2>${escaped(title)}</h2>${note === "" ? "" : `<p class="note">${escaped(note)}</p>`}${body}</section>`

/** A chart whose numbers can be read as a table too. */
const figure = (chart: string, series: readonly Series[], table: string): string => {
  const keys = series.map(({ color, name }) => `<li><i style="background:${color}"></i>${escaped(name)}</li>`).join("")
  const legend = series.length > 1 ? `<ul class="legend">${keys}</ul>` : ""
  return `<figure>${legend}<div class="chart">${chart}</div><details><summary>The numbers</summary>${table}</details></figure>`
}

const numeric = /^-?[\d,.]+( \S+)?$/u

/** Columns of numbers stand on the right, with their heads. */
const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string => {
  const ends = heads.map((_, i) => (rows.every((row) => numeric.test(row[i] ?? "")) ? ' class="n"' : ""))
  const head = heads.map((text, i) => `<th scope="col"${ends[i]}>${escaped(text)}</th>`).join("")
  const body = rows.map((row) => `<tr>${row.map((text, i) => `<td${ends[i]}>${escaped(text)}</td>`).join("")}</tr>`)
  return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table></div>`
}

/** Charts need no cents: their tables have them. */
const whole = (amount: string): number => Number.parseFloat(amount)
const sayCount = (value: number): string => count(Math.round(value))

const monthly = ({ months }: Report): string => {
  const labels = months.map(({ month }) => month)
  const orders: Series[] = [{ name: "orders", color: "var(--c1)", values: months.map((m) => m.orders) }]
  const friends: Series[] = [
    { name: "friends credited to an advocate", color: "var(--c2)", values: months.map((m) => m.attributed) },
    { name: "friends who qualified", color: "var(--c1)", values: months.map((m) => m.qualified) }
  ]
  const rows = months.map((m) => [
    m.month,
    count(m.orders),
    grouped(m.revenue),
    count(m.attributed),
    count(m.qualified)
  ])
  const numbers = table(["month", "orders", "revenue", "credited", "qualified"], rows)
  const say = sayCount
  const ordersFrame = { id: "orders", title: "Orders per month", description: over("Orders", labels), say }
  const friendsFrame = {
    id: "friends",
    title: "Referrals per month",
    description: over("Friends credited and qualified", labels),
    say
  }
  return (
    section("Orders per month", figure(bars(ordersFrame, labels, orders), orders, numbers)) +
    section(
      "Referrals per month",
      figure(bars(friendsFrame, labels, friends), friends, numbers),
      "Only a new customer can be a friend, so referrals follow the number of people who order for the first time."
    )
  )
}

const over = (what: string, labels: readonly string[]): string =>
  `${what} for each month from ${labels[0] ?? ""} to ${labels.at(-1) ?? ""}; the table below has the numbers.`

const stateColors: Readonly<Record<string, string>> = {
  pending: "var(--c3)",
  available: "var(--c2)",
  redeemed: "var(--c1)",
  expired: "var(--c4)",
  voided: "var(--c5)",
  reversed: "var(--c6)"
}

const rewards = ({ rewards: rows }: Report): string => {
  const kinds = [...new Set(rows.map(({ kind }) => kind))]
  const countOf = (kind: string, state: string): number =>
    rows.find((row) => row.kind === kind && row.state === state)?.count ?? 0
  const series = states
    .filter((state) => rows.some((row) => row.state === state))
    .map((state) => ({
      name: state,
      color: stateColors[state] ?? "var(--c1)",
      values: kinds.map((kind) => countOf(kind, state))
    }))
  const description = kinds
    .map((kind) => `${kind}: ${series.map((s) => `${countOf(kind, s.name)} ${s.name}`).join(", ")}`)
    .join("; ")
  const frame = { id: "rewards", title: "Rewards by kind and state", description, say: sayCount }
  const cells = rows.map((row) => [row.kind, row.state, count(row.count), grouped(row.amount)])
  return section(
    "Rewards by kind and state",
    figure(stacks(frame, kinds, series), series, table(["kind", "state", "count", "amount"], cells))
  )
}

const refusals = ({ refusals: rows }: Report): string => {
  if (rows.length === 0) return section("Refused, and why", "<p>Nothing was refused.</p>")
  const series: Series[] = [{ name: "times", color: "var(--c6)", values: rows.map((row) => row.count) }]
  const names = rows.map(({ reason, what }) => `${what}: ${reason}`)
  const description = rows.map((row) => `${row.what}, ${row.meaning}: ${row.count}`).join("; ")
  const frame = { id: "refusals", title: "What was refused and why", description, say: sayCount }
  const cells = rows.map((row) => [row.what, row.reason, row.meaning, count(row.count)])
  const body = figure(stacks(frame, names, series), series, table(["what", "check", "because", "times"], cells))
  return section(
    "Refused, and why",
    body,
    "Each name behind the colon is the check that said no, and the name of its file."
  )
}

const money = ({ budget, cost, months }: Report): string => {
  const labels = months.map(({ month }) => month)
  const owed: Series = { name: "owed", color: "var(--c4)", values: months.map((m) => whole(m.liability)) }
  const unit = cost.owed.split(" ")[1] ?? ""
  const say = (value: number): string => `${count(Math.round(value))} ${unit}`
  const owedFrame = { id: "owed", title: "Liability over time", description: over("What people are owed", labels), say }
  const owedRows = months.map((m) => [m.month, grouped(m.liability)])
  const second = section(
    "Liability over time",
    figure(area(owedFrame, labels, owed), [owed], table(["month", "owed at its end"], owedRows)),
    "What people have been promised and have neither used nor let lapse, at the end of each month."
  )
  if (budget === null) return second
  const { amount, per } = budget
  const periods = per === "calendar month" ? withGaps(budget.periods, labels) : budget.periods
  const used = periods.map((row) => whole(row.most))
  const isOut = periods.map((row) => row.refused > 0)
  const series: Series[] = [
    { name: "charged, with room for all", color: "var(--c1)", values: used.map((value, i) => (isOut[i] ? 0 : value)) },
    {
      name: "charged, and rewards were refused",
      color: "var(--c6)",
      values: used.map((value, i) => (isOut[i] ? value : 0))
    }
  ]
  const names = periods.map(({ period }) => period)
  const frame = {
    id: "budget",
    title: `Budget use per ${per}`,
    description: over("What the budget carried", names),
    say
  }
  const rows = periods.map((row) => [row.period, grouped(row.most), grouped(row.now), count(row.refused)])
  const limit = { value: whole(amount), name: `budget ${grouped(amount)}` }
  const first = section(
    `Budget use per ${per}`,
    figure(
      bars(frame, names, series, { limit, isEither: true }),
      series,
      table(["period", "charged at the fullest", "of that still charged", "rewards refused"], rows)
    ),
    "Shown at the fullest. Refunds and rewards that lapse give back to the period that they were charged to; the table has what is left."
  )
  return first + second
}

/** A month in which nothing was charged is a month too. */
const withGaps = (periods: readonly BudgetRow[], labels: readonly string[]): readonly BudgetRow[] =>
  labels.flatMap((period) => {
    const none = { period, most: "0", now: "0", refused: 0 }
    return periods.find((row) => row.period === period) ?? none
  })

const explained = ({ explained: one }: Report): string =>
  one === null
    ? ""
    : section(
        "One order, check by check",
        `<p>${one.people.map(escaped).join(" ")}</p><pre>${one.lines.map(escaped).join("\n")}</pre>`
      )

const ledger = ({ ledger: rows }: Report): string =>
  section(
    "Ledger",
    table(
      ["account", "pending", "posted"],
      rows.map(({ account, pending, posted }) => [account, grouped(pending), grouped(posted)])
    ),
    "Double entry: every amount stands in two accounts, so each unit sums to zero."
  )

const foot = ({ calls, digest, run, verdict }: Report): string => `<footer>
<p>${count(calls.asked)} calls, ${count(verdict.events)} events, ${count(verdict.facts)} facts, stored in ${run.store}. ${run.seconds} s,
${state(run)}${count(run.ordersPerSecond)} orders per second.</p>
<p>digest <code>${digest}</code></p>
</footer>`
