/** Reading: what people see of their rewards, and owners of their programs. Nothing of it decides anything. */
import * as Failure from "../Failure.ts"
import type { Line } from "../Line.ts"
import { type FunnelQuestion, type FunnelStage, funnel } from "./Funnel.ts"
import { type Leader, type LeaderboardQuestion, leaderboard } from "./Leaderboard.ts"
import { type RollUpOptions, type RollUpProgress, type RollUpQuestion, rebuild, rollUp, rollUpAll } from "./RollUp.ts"
import { type Balance, balances, type StatementEntry, type StatementQuestion, statement } from "./Statement.ts"

export interface Reading {
  /** A person's transfers in the order of the log, a page at a time. As new as the last commit. */
  readonly statement: (question: StatementQuestion) => Promise<readonly StatementEntry[]>
  /** What a person has now, for each unit. As new as the last commit. */
  readonly balances: (question: Pick<StatementQuestion, "tenant" | "person">) => Promise<readonly Balance[]>
  /** The advocates with the most qualified friends. As new as the last roll-up, like the funnel. */
  readonly leaderboard: (question: LeaderboardQuestion) => Promise<readonly Leader[]>
  /** What a program has brought, by day or by week of its time zone. */
  readonly funnel: (question: FunnelQuestion) => Promise<readonly FunnelStage[]>
  /** Takes what is new in the log into the figures of a tenant. Any number of processes may do it at once. */
  readonly rollUp: (question: RollUpQuestion) => Promise<RollUpProgress>
  readonly rollUpAll: (options?: RollUpOptions) => Promise<readonly RollUpProgress[]>
  /** Makes the figures of a tenant anew from the log; until it is done they are those of a part of it. */
  readonly rebuild: (question: RollUpQuestion) => Promise<RollUpProgress>
  /** Gives back what was opened for reading; a pool that was handed in stays open. */
  readonly close: () => Promise<void>
}

export const make = (line: Line, close: () => Promise<void>): Reading => {
  const told: Line = async (name, args) => {
    try {
      return await line(name, args)
    } catch (error) {
      throw Failure.storeError(error)
    }
  }
  return {
    statement: (question) => statement(told, question),
    balances: (question) => balances(told, question),
    leaderboard: (question) => leaderboard(told, question),
    funnel: (question) => funnel(told, question),
    rollUp: (question) => rollUp(told, question),
    rollUpAll: (options = {}) => rollUpAll(told, options),
    rebuild: (question) => rebuild(told, question),
    close
  }
}
