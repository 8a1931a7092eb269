/** What a run says, as one plain document: `--json` prints it, and the text and the page are drawn from it. */
import { Money, type Program, type Unit } from "@goodword/core"
import type { Kept, Tally } from "./Tally.ts"
import * as Words from "./Words.ts"

export interface Report {
  readonly format: 1
  readonly program: { readonly id: string; readonly name: string; readonly sentences: readonly string[] }
  readonly orders: {
    readonly file: string
    readonly rows: number
    readonly orders: number
    readonly customers: number
    readonly revenue: string
    readonly from: string
    readonly to: string
  }
  readonly seed: number
  readonly referrals: {
    readonly advocates: number
    readonly shares: number
    readonly visits: number
    readonly total: number
    readonly states: readonly Count[]
    readonly reviews: Tally["reviews"]
  }
  readonly rewards: readonly RewardRow[]
  readonly refusals: readonly RefusalRow[]
  readonly budget: { readonly amount: string; readonly per: string; readonly periods: readonly BudgetRow[] } | null
  /** What became of the money that rewards stand for. */
  readonly cost: {
    readonly granted: string
    readonly used: string
    readonly lapsed: string
    readonly owed: string
    /** Used before it was taken back: the store's claim. */
    readonly claimed: string
  }
  readonly projection: Projection
  readonly explained: {
    readonly order: string
    readonly people: readonly string[]
    readonly lines: readonly string[]
  } | null
  readonly ledger: readonly LedgerRow[]
  readonly months: readonly MonthRow[]
  readonly calls: { readonly asked: number; readonly answeredAgain: number }
  readonly verdict: {
    readonly line: string
    readonly events: number
    readonly facts: number
    readonly differences: readonly string[]
  }
  readonly run: Run
  readonly digest: string
}

export interface Count {
  readonly name: string
  readonly count: number
}

export interface RewardRow {
  readonly kind: string
  readonly state: string
  readonly count: number
  readonly amount: string
}

export interface RefusalRow {
  readonly what: string
  readonly reason: string
  readonly meaning: string
  readonly count: number
}

export interface BudgetRow {
  readonly period: string
  /** What was charged at the fullest. */
  readonly most: string
  /** What is left of that, after refunds and rewards that lapsed gave theirs back. */
  readonly now: string
  readonly refused: number
}

export interface LedgerRow {
  readonly account: string
  readonly unit: string
  readonly pending: string
  readonly posted: string
}

export interface MonthRow {
  readonly month: string
  readonly orders: number
  readonly revenue: string
  readonly attributed: number
  readonly qualified: number
  readonly liability: string
}

/** The four numbers whose product is what referrals brought. */
export interface Projection {
  readonly advocates: number
  readonly sharesPerAdvocate: number
  readonly visitsPerShare: number
  readonly revenuePerVisit: string
  readonly revenue: string
  /** If advocates shared a tenth more often, all else the same. */
  readonly withMoreShares: string
}

/** About the machine, so not the same twice. */
export interface Run {
  readonly seconds: number
  readonly ordersPerSecond: number
  /** Where everything was stored. */
  readonly store: string
  /** Of this process's heap; `null` where the store keeps its rows elsewhere. */
  readonly stateBytesPerOrder: number | null
  readonly peakRssMiB: number
}

export interface Parts extends Pick<Report, "orders" | "seed" | "explained" | "verdict" | "run" | "digest" | "calls"> {
  readonly program: Program.Program
  readonly unit: Unit.Unit
  readonly tally: Tally
  readonly shares: number
  /** Calls that were refused, by the tag of the refusal. */
  readonly refusedCalls: ReadonlyMap<string, number>
}

export const make = (parts: Parts): Report => {
  const { calls, digest, explained, orders, program, run, seed, shares, tally, unit, verdict } = parts
  const amount = (minor: bigint): string => amountOf(minor, unit)
  const balance = (account: string): bigint => {
    const sums = tally.accounts.get(`${account} ${unit}`)
    return sums === undefined ? 0n : sums.pending + sums.posted
  }
  return {
    format: 1,
    program: { id: program.id, name: program.name ?? program.id, sentences: Words.sentences(program) },
    orders,
    seed,
    referrals: {
      advocates: tally.advocates,
      shares,
      visits: tally.visits,
      total: tally.referrals.size,
      states: counted([...tally.referrals.values()]),
      reviews: tally.reviews
    },
    rewards: rewardRows([...tally.rewards.values()]),
    refusals: refusalRows(tally, parts.refusedCalls),
    budget: budgetOf(parts),
    cost: {
      granted: amount(-balance("expense")),
      used: amount(balance("redeemed")),
      lapsed: amount(balance("breakage")),
      owed: amount(balance("owed")),
      claimed: amount(-balance("debt"))
    },
    projection: project(tally, shares, unit),
    explained,
    ledger: ledgerRows(tally),
    months: [...tally.months]
      .sort(byName)
      .map(([month, { attributed, liability, orders: count, qualified, revenue }]) => ({
        month,
        orders: count,
        revenue: amount(revenue),
        attributed,
        qualified,
        liability: amount(liability)
      })),
    calls,
    verdict,
    run,
    digest
  }
}

export const amountOf = (minor: bigint, unit: Unit.Unit): string => Money.format(Money.make(minor, unit))

const byName = (a: readonly [string, unknown], b: readonly [string, unknown]): number => (a[0] < b[0] ? -1 : 1)

const counted = (names: readonly string[]): readonly Count[] => {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count)
}

/** In the order of a reward's life. */
export const states = ["pending", "available", "redeemed", "expired", "voided", "reversed"] as const

const rewardRows = (rewards: readonly Kept[]): readonly RewardRow[] => {
  const rows = new Map<string, { kind: string; state: Kept["state"]; unit: string; count: number; minor: bigint }>()
  for (const { granted, kind, state, taken, unit } of rewards) {
    const key = `${kind} ${states.indexOf(state)}`
    const row = rows.get(key) ?? { kind, state, unit, count: 0, minor: 0n }
    row.count++
    row.minor += state === "voided" || state === "reversed" ? taken : granted - taken
    rows.set(key, row)
  }
  return [...rows].sort(byName).map(([, { count, kind, minor, state, unit }]) => ({
    kind,
    state,
    count,
    amount: Money.format(Money.make(minor, unit as Unit.Unit))
  }))
}

const refusalRows = (tally: Tally, calls: ReadonlyMap<string, number>): readonly RefusalRow[] =>
  [
    ...[...tally.refusals].map(([key, count]) => ({ key, count })),
    ...[...calls].map(([tag, count]) => ({ key: `call\t${tag}`, count }))
  ]
    .map(({ count, key }) => {
      const [what = "", reason = ""] = key.split("\t")
      return { what, reason, meaning: Words.meaning(reason), count }
    })
    .sort((a, b) => b.count - a.count || (`${a.what} ${a.reason}` < `${b.what} ${b.reason}` ? -1 : 1))

const budgetOf = ({ program, tally, unit }: Parts): Report["budget"] => {
  const [budget] = program.budgets
  if (budget === undefined) return null
  const periods = new Set([...tally.budget.keys(), ...tally.budgetRefused.keys()])
  return {
    amount: Money.format(budget.amount),
    per: budget.per,
    periods: [...periods].sort().map((period) => ({
      period,
      most: amountOf(tally.budget.get(period)?.most ?? 0n, unit),
      now: amountOf(tally.budget.get(period)?.now ?? 0n, unit),
      refused: tally.budgetRefused.get(period) ?? 0
    }))
  }
}

const ledgerRows = (tally: Tally): readonly LedgerRow[] =>
  [...tally.accounts].sort(byName).map(([key, { pending, posted }]) => {
    const [account = "", unit = ""] = key.split(" ")
    const text = (minor: bigint): string => Money.format(Money.make(minor, unit as Unit.Unit))
    return { account, unit, pending: text(pending), posted: text(posted) }
  })

const project = (tally: Tally, shares: number, unit: Unit.Unit): Projection => {
  const { advocates, referredRevenue: revenue, visits } = tally
  const amount = (minor: bigint): string => amountOf(minor, unit)
  return {
    advocates,
    sharesPerAdvocate: ratio(shares, advocates),
    visitsPerShare: ratio(visits, shares),
    revenuePerVisit: amount(visits === 0 ? 0n : revenue / BigInt(visits)),
    revenue: amount(revenue),
    withMoreShares: amount((revenue * 11n) / 10n)
  }
}

const ratio = (a: number, b: number): number => (b === 0 ? 0 : Math.round((a / b) * 100) / 100)
