/** A server of our own: it can be stopped, killed and started again over the same data. */
import { spawn } from "node:child_process"
import { randomInt } from "node:crypto"
import { closeSync, mkdirSync, mkdtempSync, openSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { binaries } from "./Binaries.ts"
import { createDatabase, type Database } from "./Database.ts"
import { dataIn, logIn, logOf, removeFolder, runningIn } from "./Folder.ts"
import { asServer, give, run } from "./Owner.ts"
import { killFamily } from "./Processes.ts"

export interface ServerOptions {
  /** Off only where nothing has to survive; on unless said. */
  readonly fsync?: boolean
  /** A free one unless said. */
  readonly port?: number
  /** The folder with initdb and postgres of an installed PostgreSQL, such as `/usr/lib/postgresql/15/bin`. */
  readonly bin?: string
  /** Settings of the server, such as `{ shared_buffers: "1GB" }`. */
  readonly settings?: Readonly<Record<string, string | number>>
}

export interface Server {
  readonly port: number
  /** To its database `postgres`, which is for administration. */
  readonly connectionString: string
  readonly database: () => Promise<Database>
  /** In good order, with a checkpoint. */
  readonly stop: () => Promise<void>
  /** SIGKILL to all of its processes at once. */
  readonly kill: () => Promise<void>
  /** Again, over the same data and on the same port. */
  readonly start: () => Promise<void>
  /** Ends it and removes its data. */
  readonly drop: () => Promise<void>
}

/** Starts a server for this process alone. When the process ends, however it ends, the server ends too. */
export const server = async (options: ServerOptions = {}): Promise<Server> => {
  const folder = mkdtempSync(join(tmpdir(), "goodword-postgres-"))
  return serverIn(folder, process.pid, options)
}

/** In a folder that is there and empty; it ends with the process that it is for. */
export const serverIn = async (folder: string, owner: number, options: ServerOptions): Promise<Server> => {
  watch(folder, owner)
  give(folder)
  const bin = binaries(options.bin, folder)
  await initialize(bin, folder)
  const port = options.port ?? (await freePort())
  const start = (): Promise<void> => startIn(bin, folder, port, options)
  const stop = async (): Promise<void> => {
    if (runningIn(folder) === undefined) return
    await run(join(bin, "pg_ctl"), ["stop", "-D", dataIn(folder), "-m", "fast", "-w"], { cwd: folder })
  }
  const connectionString = urlOf(port)
  await start()
  return {
    port,
    connectionString,
    database: () => createDatabase(connectionString),
    start,
    stop,
    kill: async () => {
      const running = runningIn(folder)
      if (running !== undefined) await killFamily(running.pid)
    },
    drop: async () => {
      await stop()
      removeFolder(folder)
    }
  }
}

export const urlOf = (port: number): string => `postgres://postgres@127.0.0.1:${port}/postgres`

const watch = (folder: string, owner: number): void => {
  const watchdog = fileURLToPath(new URL("./watchdog.ts", import.meta.url))
  const args = [watchdog, folder, String(owner)]
  spawn(process.execPath, args, {
    detached: true,
    stdio: "ignore",
    cwd: tmpdir(),
    env: { ...process.env, NODE_OPTIONS: "" }
  }).unref()
}

const initialize = async (bin: string, folder: string): Promise<void> => {
  mkdirSync(dataIn(folder), { mode: 0o700 })
  give(dataIn(folder))
  // Words are sorted as people sort them, as on most servers: whoever needs the order of bytes has to say so.
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=en-US"]
  const args = ["-D", dataIn(folder), "-U", "postgres", "-A", "trust", "--no-sync", ...locale]
  await run(join(bin, "initdb"), args, { cwd: folder })
}

const startIn = async (bin: string, folder: string, port: number, options: ServerOptions): Promise<void> => {
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: 300,
    fsync: options.fsync === false ? "off" : "on",
    ...options.settings
  }
  const args = ["-D", dataIn(folder), "-p", String(port)]
  for (const [name, value] of Object.entries(settings)) args.push("-c", `${name}=${value}`)
  const log = openSync(logIn(folder), "a")
  const child = spawn(join(bin, "postgres"), args, {
    ...asServer(),
    cwd: folder,
    detached: true,
    stdio: ["ignore", log, log]
  })
  closeSync(log)
  let end: string | undefined
  child.on("error", (error) => {
    end = error.message
  })
  child.on("exit", (code) => {
    end = `it ended with ${code}`
  })
  child.unref()
  while (runningIn(folder)?.isReady !== true) {
    if (end !== undefined) throw new Error(`PostgreSQL of ${bin} did not start: ${end}\n${logOf(folder)}`)
    await setTimeout(5)
  }
}

/** Below the ports that systems hand out by themselves, so that nobody takes it while the server is down. */
const [firstPort, ports] = [15_000, 17_000]

const freePort = async (): Promise<number> => {
  for (;;) {
    const port = firstPort + randomInt(ports)
    if (await isFree(port)) return port
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.on("error", () => resolve(false))
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)))
  })
