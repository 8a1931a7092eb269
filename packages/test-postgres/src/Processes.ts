/** Processes by their ids, and the end of a whole family of them. */
import { spawnSync } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import { setTimeout } from "node:timers/promises"

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return stateOf(pid) !== "Z"
  } catch (error) {
    // It is there, and somebody else's.
    return (error as NodeJS.ErrnoException).code === "EPERM"
  }
}

/** Fields of /proc/<pid>/stat behind the name, which may hold spaces: the state first, then the parent. */
const statOf = (pid: number | string): readonly string[] => {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8")
  return text.slice(text.lastIndexOf(")") + 2).split(" ")
}

/** `Z` is dead and only not yet buried by its parent. */
const stateOf = (pid: number): string | undefined => {
  if (process.platform !== "linux") return undefined
  try {
    return statOf(pid)[0]
  } catch {
    // Gone since it was asked for.
    return "Z"
  }
}

const childrenOf = (pid: number): readonly number[] => {
  if (process.platform === "linux") {
    return readdirSync("/proc").flatMap((name) => {
      if (!/^\d+$/.test(name)) return []
      try {
        return Number(statOf(name)[1]) === pid ? [Number(name)] : []
      } catch {
        // Ended while the list was read.
        return []
      }
    })
  }
  const lines = spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).stdout.trim().split("\n")
  return lines
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child, parent]) => (parent === pid && child !== undefined ? [child] : []))
}

/** Ends a process and its children at once, with no word to any of them, and waits until all are gone. */
export const killFamily = async (pid: number): Promise<void> => {
  if (process.platform === "win32") {
    spawnSync("taskkill", ["/pid", String(pid), "/t", "/f"])
    return
  }
  // Stopped first: it bears no more children while these are counted.
  signal(pid, "SIGSTOP")
  const family = [pid, ...childrenOf(pid)]
  for (const one of family) signal(one, "SIGKILL")
  while (family.some(isAlive)) await setTimeout(5)
}

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name)
  } catch (error) {
    // It has ended by itself.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error
  }
}
