// Processor time, which says what work costs also on a machine that has other things to do.
import { readdirSync, readFileSync } from "node:fs"
import type pg from "pg"

/** Of this process and all its threads, in milliseconds. */
export const ownMs = (): number => {
  const { system, user } = process.cpuUsage()
  return (system + user) / 1_000
}

interface Times {
  readonly parent: number
  readonly ticks: number
  /** Of children that have ended. */
  readonly ended: number
}

const msPerTick = 10

const timesOf = (pid: string | number): Times | undefined => {
  try {
    // The name in parentheses may hold anything; the fields begin behind it.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? []
    const [parent, user, system, endedUser, endedSystem] = [1, 11, 12, 13, 14].map((n) => Number(fields[n]))
    return { parent: parent ?? 0, ticks: (user ?? 0) + (system ?? 0), ended: (endedUser ?? 0) + (endedSystem ?? 0) }
  } catch {
    // It has ended since the folder was listed.
    return undefined
  }
}

/**
 * Of a server of this machine with all its backends, also of those that have ended, in milliseconds; to tell apart two
 * moments. It stays 0 where there is no `/proc`.
 */
export const serverMs = async (client: pg.Client): Promise<number> => {
  const { rows } = await client.query<{ readonly pid: number }>("select pg_backend_pid() as pid")
  const postmaster = timesOf(rows[0]?.pid ?? 0)?.parent
  const own = postmaster === undefined ? undefined : timesOf(postmaster)
  if (own === undefined) return 0
  let ticks = own.ticks + own.ended
  for (const name of readdirSync("/proc")) {
    const child = /^\d+$/.test(name) ? timesOf(name) : undefined
    if (child !== undefined && child.parent === postmaster) ticks += child.ticks
  }
  return ticks * msPerTick
}
