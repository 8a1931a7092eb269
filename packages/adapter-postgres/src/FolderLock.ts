/**
 * One process at a time works on a folder: two over the same files lose rows in silence. The lock is a file that names
 * its holder, so a lock that a crash has left behind can be told from one that is held.
 */
import { readFileSync } from "node:fs"
import { readFile, rename, rm, writeFile } from "node:fs/promises"
import { hostname } from "node:os"
import { StoreError } from "@goodword/core"

interface Holder {
  readonly pid: number
  readonly host: string
  /** When the process began, where the system tells: a pid alone may be somebody else's by now. */
  readonly began: string | null
}

/** What Linux says of a process: its start, in ticks since the boot, and the boot. Elsewhere nothing. */
const beganOf = (pid: number): string | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
    const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}/${ticks}`
  } catch {
    return null
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Not ours to signal, and so alive.
    return (error as NodeJS.ErrnoException).code === "EPERM"
  }
}

const isStale = ({ began, host, pid }: Holder): boolean => {
  if (host !== hostname()) return false
  if (!isAlive(pid)) return true
  const now = beganOf(pid)
  // Our own number without our own start: a process before us had it. Where the system tells no start, ours is enough.
  return now === null ? pid === process.pid : began !== null && began !== now
}

/** Locks of this very process. */
const held = new Set<string>()

/** `undefined` where there is none, or where its writer has not got to the end of it. */
const read = async (path: string): Promise<{ readonly text: string; readonly holder: Holder } | undefined> => {
  try {
    const text = await readFile(path, "utf8")
    return { text, holder: JSON.parse(text) as Holder }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT" || error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Writes a file that must not be there yet; `false` where it is. */
const create = async (path: string, text: string): Promise<boolean> => {
  try {
    await writeFile(path, text, { flag: "wx" })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false
    throw error
  }
}

const refused = (path: string, { host, pid }: Holder): StoreError => {
  const who = pid === process.pid && host === hostname() ? "this process itself" : `process ${pid} on ${host}`
  const message = `${who} has the folder open: one process at a time may. Close it there, or use a PostgreSQL server. If no such process is there any more, delete ${path}`
  return new StoreError({ reason: "Refused", message })
}

/** What stands in the way: a file, and whoever is alive and holds it. */
interface Obstacle {
  readonly path: string
  readonly holder?: Holder
}

const contested = (path: string, obstacle: Obstacle): StoreError => {
  const message = `others are taking ${path} at this moment: try again. If nobody is, delete ${obstacle.path}`
  return new StoreError({ reason: "Refused", message })
}

const attempts = 3

/** Takes the lock, or refuses with the sentence that says who has it. Answers what gives it back. */
export const take = async (path: string): Promise<() => Promise<void>> => {
  const mine: Holder = { pid: process.pid, host: hostname(), began: beganOf(process.pid) }
  if (held.has(path)) throw refused(path, mine)
  held.add(path)
  try {
    for (let attempt = 1; ; attempt++) {
      const obstacle = await seize(path, JSON.stringify(mine))
      if (obstacle === undefined) return () => giveBack(path)
      if (obstacle.path === path && obstacle.holder !== undefined) throw refused(path, obstacle.holder)
      if (attempt === attempts) throw contested(path, obstacle)
    }
  } catch (error) {
    held.delete(path)
    throw error
  }
}

/**
 * Writes a lock, or replaces one that is stale. Of several who find it stale, the one with the mark beside it does. The
 * mark is a lock as well, so whoever dies over it leaves one that is stale in its turn. `undefined` where it is ours.
 */
const seize = async (path: string, text: string): Promise<Obstacle | undefined> => {
  if (await create(path, text)) return undefined
  const found = await read(path)
  if (found === undefined) return { path }
  const { holder } = found
  if (!isStale(holder)) return { path, holder }
  const mark = `${path}.after-${holder.pid}`
  const obstacle = await seize(mark, text)
  if (obstacle !== undefined) return obstacle
  try {
    // Somebody may have been faster between the look and the mark.
    if ((await read(path))?.text !== found.text) return { path }
    await writeFile(`${mark}.next`, text)
    await rename(`${mark}.next`, path)
    return undefined
  } finally {
    await rm(mark, { force: true })
  }
}

const giveBack = async (path: string): Promise<void> => {
  await rm(path, { force: true })
  held.delete(path)
}
