/** What a program has brought, by day or by week. */
import type { Money } from "@goodword/core"
import type { Line } from "../Line.ts"
import * as Asked from "./Asked.ts"
import type { Metric } from "./Figures.ts"

export interface FunnelQuestion {
  readonly tenant: string
  readonly program: string
  /** Days of the program's time zone, both included. */
  readonly from: string
  readonly to: string
  readonly by: "day" | "week"
}

/** A day, or a week that begins on Monday; those in which nothing happened are left out. */
export interface FunnelStage {
  /** The day, or the week's Monday. */
  readonly start: string
  readonly touches: number
  /** Sign-ups that a touch of this program led to. */
  readonly signUps: number
  readonly attributed: number
  readonly qualified: number
  /** Friends who had qualified before and no longer do. */
  readonly unqualified: number
  readonly rejected: number
  readonly expired: number
  /** Orders of people who stand as friends of an advocate, whether they earned anything or not. */
  readonly orders: number
  /** What these orders came to, after edits, and what of it was given back. */
  readonly revenue: readonly Money.Money[]
  readonly refunded: readonly Money.Money[]
  readonly rewards: readonly RewardFigure[]
}

/** How much of one kind of reward was granted, taken back, and used on orders or given away. */
export interface RewardFigure {
  readonly metric: "granted" | "taken-back" | "redeemed"
  readonly kind: string
  readonly amount: Money.Money
}

type Row = readonly [start: string, metric: Metric, kind: string, unit: string, value: string]

export const funnel = async (line: Line, question: FunnelQuestion): Promise<readonly FunnelStage[]> => {
  const { by, program, tenant } = question
  const { from, to } = Asked.days(question)
  const rows = (await line("figures", {
    tenant,
    of_program: program,
    first_day: from,
    last_day: to,
    by_week: by === "week" ? "t" : "f"
  })) as readonly Row[] | null
  const starts = Map.groupBy(rows ?? [], ([start]) => start)
  return [...starts].map(([start, ofStart]) => stageOf(start, ofStart))
}

const stageOf = (start: string, rows: readonly Row[]): FunnelStage => {
  const count = (metric: Metric): number => Number(rows.find((row) => row[1] === metric)?.[4] ?? 0)
  const amounts = (metric: Metric): readonly Money.Money[] =>
    rows
      .filter((row) => row[1] === metric)
      .map(([, , , unit, value]) => ({ minor: BigInt(value), unit: unit as never }))
  return {
    start,
    touches: count("touches"),
    signUps: count("sign-ups"),
    attributed: count("attributed"),
    qualified: count("qualified"),
    unqualified: count("unqualified"),
    rejected: count("rejected"),
    expired: count("expired"),
    orders: count("orders"),
    revenue: amounts("revenue"),
    refunded: amounts("refunded"),
    rewards: rows.flatMap(([, metric, kind, unit, value]) =>
      metric === "granted" || metric === "taken-back" || metric === "redeemed"
        ? [{ metric, kind, amount: { minor: BigInt(value), unit: unit as never } }]
        : []
    )
  }
}
