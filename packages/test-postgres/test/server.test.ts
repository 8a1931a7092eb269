import { existsSync } from "node:fs"
import pg from "pg"
import { afterAll, describe, expect, it } from "vitest"
import { type Server, server } from "../src/index.ts"
import { asked } from "./asked.ts"

const installed = "/usr/lib/postgresql/15/bin"
const kinds = [
  { name: "from the registry", bin: undefined },
  ...(existsSync(installed) ? [{ name: "installed", bin: installed }] : [])
]

describe.each(kinds)("a server $name", ({ bin }) => {
  const servers: Server[] = []
  const started = async (): Promise<Server> => {
    const one = await server(bin === undefined ? {} : { bin })
    servers.push(one)
    return one
  }
  afterAll(async () => {
    for (const one of servers) await one.drop()
  })

  it("writes through to the disk, and sorts words as people do", async () => {
    const { connectionString } = await started()
    expect(await asked(connectionString, "SHOW fsync")).toBe("on")
    expect(await asked(connectionString, "SHOW synchronous_commit")).toBe("on")
    expect(
      await asked(connectionString, "SELECT string_agg(x, '' ORDER BY x) FROM (VALUES ('B'), ('a')) AS t(x)")
    ).toBe("aB")
  })

  it("keeps what was committed when it is killed, and loses what was not", async () => {
    const one = await started()
    await asked(one.connectionString, "CREATE TABLE kept AS SELECT 1 AS n")
    await asked(one.connectionString, "CREATE UNLOGGED TABLE careless AS SELECT 1 AS n")
    const open = new pg.Client(one.connectionString)
    const lost = new Promise((resolve) => open.on("error", resolve))
    await open.connect()
    await open.query("BEGIN")
    await open.query("INSERT INTO kept VALUES (2)")
    await one.kill()
    await lost
    await expect(asked(one.connectionString, "SELECT 1")).rejects.toThrow()
    await one.start()
    expect(await asked(one.connectionString, "SELECT count(*)::int FROM kept")).toBe(1)
    // The server empties these after a crash, and only then.
    expect(await asked(one.connectionString, "SELECT count(*)::int FROM careless")).toBe(0)
  })

  it("stops in good order and starts again on the same port", async () => {
    const one = await started()
    await asked(one.connectionString, "CREATE UNLOGGED TABLE kept AS SELECT 1 AS n")
    await one.stop()
    await one.stop()
    await one.start()
    expect(await asked(one.connectionString, "SELECT count(*)::int FROM kept")).toBe(1)
  })
})

it("says what is wrong with a folder that holds no server", async () => {
  await expect(server({ bin: "/nowhere" })).rejects.toThrow("No initdb in /nowhere")
})

it("says what the server said when it cannot start", async () => {
  await expect(server({ settings: { shared_buffers: "nonsense" } })).rejects.toThrow("shared_buffers")
})
