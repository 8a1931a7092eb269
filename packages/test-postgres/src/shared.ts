/** One server for all processes of a test run, or the server that DATABASE_URL names. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import { isMainThread } from "node:worker_threads"
import { createDatabase, type Database } from "./Database.ts"
import { logOf, removeFolder, runningIn } from "./Folder.ts"
import { isAlive } from "./Processes.ts"
import { serverIn, urlOf } from "./Server.ts"

/**
 * A database with nothing in it. The first call of a test run starts a server, which ends with the run; where
 * DATABASE_URL is set, it is made there.
 */
export const database = async (): Promise<Database> => createDatabase(process.env.DATABASE_URL ?? (await shared()))

let joined: Promise<string> | undefined

const shared = (): Promise<string> => {
  joined ??= startOrJoin(rootOfRun())
  return joined
}

const told = "GOODWORD_TEST_POSTGRES_OWNER"

/** The process at the root of the run: it is told to children; a worker of vitest has it as its parent. */
const rootOfRun = (): number => {
  const isWorker = process.env.VITEST !== undefined && isMainThread
  const root = process.env[told] ?? String(isWorker ? process.ppid : process.pid)
  process.env[told] = root
  return Number(root)
}

const patienceMs = 60_000

/** Whoever makes the folder starts the server in it; the others wait until it is ready. */
const startOrJoin = async (root: number): Promise<string> => {
  const folder = join(tmpdir(), `goodword-postgres-run-${process.getuid?.() ?? 0}-${root}`)
  const starter = join(folder, "starter")
  for (let waited = 0; waited < patienceMs; waited += 10) {
    if (isMade(folder)) {
      writeFileSync(starter, String(process.pid))
      return urlOf((await serverIn(folder, root, {})).port)
    }
    const running = runningIn(folder)
    if (running?.isReady === true) return urlOf(running.port)
    // It was killed before the server ran.
    const isLeft = existsSync(starter) && !isAlive(Number(readFileSync(starter, "utf8") || process.pid))
    if (isLeft && running === undefined) removeFolder(folder)
    await setTimeout(10)
  }
  throw new Error(`No PostgreSQL is ready in ${folder} after ${patienceMs} ms. Its log: ${logOf(folder) || "empty"}`)
}

const isMade = (folder: string): boolean => {
  try {
    mkdirSync(folder)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false
    throw error
  }
}
