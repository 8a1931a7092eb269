/** What is in a server's folder: its data, its log, and who it is at the moment. */
import { existsSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { isAlive } from "./Processes.ts"

export const dataIn = (folder: string): string => join(folder, "data")
export const logIn = (folder: string): string => join(folder, "server.log")

interface Running {
  readonly pid: number
  readonly port: number
  readonly isReady: boolean
}

/** As the server itself wrote it down; `undefined` where none runs. */
export const runningIn = (folder: string): Running | undefined => {
  const lines = textOf(join(dataIn(folder), "postmaster.pid"))?.split("\n") ?? []
  const pid = Number(lines[0])
  if (!(pid > 0) || !isAlive(pid)) return undefined
  return { pid, port: Number(lines[3]), isReady: lines[7]?.trim() === "ready" }
}

/** A starting server takes the file of a killed one away, also between a look and a read. */
const textOf = (file: string): string | undefined => {
  try {
    return readFileSync(file, "utf8")
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined
    throw error
  }
}

/** The end of the log, for who has to be told why it did not start. */
export const logOf = (folder: string): string =>
  existsSync(logIn(folder)) ? readFileSync(logIn(folder), "utf8").trim().split("\n").slice(-5).join("\n") : ""

export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
