/** Who the server runs as: PostgreSQL refuses to run as root, so then it is `nobody`. */
import { type SpawnOptions, spawn, spawnSync } from "node:child_process"
import { chownSync, readFileSync } from "node:fs"

interface Owner {
  readonly uid?: number
  readonly gid?: number
}

const nobody = 65534

export const asServer = (): Owner => {
  if (process.getuid?.() !== 0) return {}
  const line = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync("/etc/passwd", "utf8"))
  return { uid: Number(line?.[1] ?? nobody), gid: Number(line?.[2] ?? nobody) }
}

export const give = (path: string): void => {
  const { gid, uid } = asServer()
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid)
}

/** Whether this owner may run a program. */
export const runs = (program: string, owner: Owner): boolean =>
  spawnSync(program, ["--version"], { ...owner, cwd: "/" }).status === 0

/** Runs a program to its end; what it said is in the error where it failed. */
export const run = (program: string, args: readonly string[], options: SpawnOptions = {}): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...asServer(), ...options, stdio: ["ignore", "pipe", "pipe"] })
    let said = ""
    child.stdout?.on("data", (data) => {
      said += data
    })
    child.stderr?.on("data", (data) => {
      said += data
    })
    child.on("error", reject)
    child.on("close", (code) => {
      if (code === 0) resolve(said)
      else reject(new Error(`${program} ${args.join(" ")} ended with ${code}: ${said.trim()}`))
    })
  })
