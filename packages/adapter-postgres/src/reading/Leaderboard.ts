/** Who has brought the most friends that stand as qualified. */
import type { Instant } from "@goodword/core"
import type { Line } from "../Line.ts"
import * as Asked from "./Asked.ts"

export interface Leader {
  readonly advocate: string
  /** Friends that stand as qualified now; a friend whose order was given back is none. */
  readonly qualified: number
  /** When the last of them qualified: of two with as many friends, whoever reached them first comes first. */
  readonly reached: Instant.Instant
}

export interface LeaderboardQuestion {
  readonly tenant: string
  readonly program: string
  /** Friends who qualified on these days of the program's time zone, both included; of all time unless both are given. */
  readonly from?: string
  readonly to?: string
  /** The last advocate of the page before; from the top unless given. */
  readonly after?: Leader
  /** 10 unless given, 1000 at most. */
  readonly limit?: number
}

/** Before everybody: nobody has as many friends. */
const top: Leader = { advocate: "", qualified: Number.MAX_SAFE_INTEGER, reached: 0 as Instant.Instant }

const firstDay = "1970-01-01"
const lastDay = "2200-12-31"

type Row = readonly [advocate: string, qualified: number, reached: Instant.Instant]

export const leaderboard = async (line: Line, question: LeaderboardQuestion): Promise<readonly Leader[]> => {
  const { after = top, from, program, tenant, to } = question
  const asked = {
    tenant,
    of_program: program,
    after_qualified: after.qualified,
    after_reached: after.reached,
    after_advocate: after.advocate,
    most: Asked.limit(question.limit, 10)
  }
  const rows = (
    from === undefined && to === undefined
      ? await line("leaderboard", asked)
      : await line("leaderboard_of_days", { ...asked, ...between(from ?? firstDay, to ?? lastDay) })
  ) as readonly Row[] | null
  return (rows ?? []).map(([advocate, qualified, reached]) => ({ advocate, qualified, reached }))
}

const between = (from: string, to: string) => {
  const days = Asked.days({ from, to })
  return { first_day: days.from, last_day: days.to }
}
