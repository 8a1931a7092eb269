// pgbench of this machine, run for a slice of time with one of the scripts beside this file.
import { spawn } from "node:child_process"
import { join } from "node:path"
import type { Documents } from "./documents.ts"

export interface Peer {
  readonly connectionString: string
  readonly documents: Documents
}

export interface Script {
  readonly file: string
  /** Conversions that one transaction of the script stands for. */
  readonly conversions: number
}

export const statements: Script = { file: "statements.sql", conversions: 1 }
export const oneFunction: Script = { file: "function.sql", conversions: 1 }
export const batch: Script = { file: "batch.sql", conversions: 100 }

/** The most clients that ever run: each has a tenant that was made for it. */
export const clientsMax = 32

const program = process.env.PGBENCH ?? "pgbench"

/** Numbers that no run before has used, so that no key comes twice. */
let runs = 0
const room = 10_000_000

/** Conversions per second, without the time that connecting takes. */
export const runFor = (peer: Peer, script: Script, clients: number, seconds: number): Promise<number> =>
  run(peer, script, clients, ["-T", String(seconds)])

/** Runs a script once, by one client. */
export const runOnce = (peer: Peer, script: Script): Promise<number> => run(peer, script, 1, ["-t", "1"])

const run = async (peer: Peer, script: Script, clients: number, how: readonly string[]): Promise<number> => {
  const variables = [...peer.documents, ["n", String(++runs * room)]].flatMap(([name, value]) => [
    "-D",
    `${name}=${value}`
  ])
  const file = join(import.meta.dirname, script.file)
  const threads = String(Math.min(clients, 2))
  const args = ["-n", "-M", "prepared", "-c", String(clients), "-j", threads, ...how, ...variables, "-f", file]
  const said = await output([...args, peer.connectionString])
  const perSecond = Number(/^tps = ([\d.]+)/m.exec(said)?.[1])
  if (!(perSecond > 0) || /number of failed transactions: [1-9]/.test(said)) {
    throw new Error(`pgbench told no speed for ${script.file}: ${said}`)
  }
  return perSecond * script.conversions
}

/** Says what to do where there is no pgbench. */
export const assertPgbench = async (): Promise<void> => {
  await output(["--version"])
}

const output = (args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...process.env, PGOPTIONS: "-c search_path=goodword" } })
    let said = ""
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (data) => {
        said += data
      })
    }
    child.on("error", (cause) => {
      const where = "it comes with PostgreSQL (Debian: postgresql-contrib, macOS: brew install postgresql)"
      reject(new Error(`There is no ${program}: ${where}; PGBENCH=/path/to/pgbench names another one.`, { cause }))
    })
    child.on("close", (code) => {
      if (code === 0) resolve(said)
      else reject(new Error(`pgbench ended with ${code}: ${said.slice(-2_000)}`))
    })
  })
