import { spawn } from "node:child_process"
import { once } from "node:events"
import { setTimeout } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"
import { database } from "../src/index.ts"
import { asked } from "./asked.ts"

const portOf = (connectionString: string): string => new URL(connectionString).port

/** A process of its own that asks for a database, tells which, and then waits. */
const stranger = async (environment: NodeJS.ProcessEnv) => {
  const program = fileURLToPath(new URL("./stranger.ts", import.meta.url))
  const child = spawn(process.execPath, [program], { env: environment, stdio: ["ignore", "pipe", "inherit"] })
  const [said] = (await once(child.stdout, "data")) as [Buffer]
  return { child, connectionString: said.toString().trim() }
}

it("gives each caller a database with nothing in it", async () => {
  const [one, other] = await Promise.all([database(), database()])
  await asked(one.connectionString, "CREATE TABLE mine AS SELECT 1 AS n")
  expect(await asked(other.connectionString, "SELECT to_regclass('mine')")).toBeNull()
  await one.drop()
  await expect(asked(one.connectionString, "SELECT 1")).rejects.toThrow("does not exist")
  await other.drop()
})

it("shares one server with the processes that a test starts", async () => {
  const own = await database()
  const { child, connectionString } = await stranger(process.env)
  child.kill("SIGKILL")
  expect(connectionString).not.toBe(own.connectionString)
  expect(portOf(connectionString)).toBe(portOf(own.connectionString))
  expect(await asked(connectionString, "SELECT 1")).toBe(1)
})

it("leaves no server behind a process that was killed", async () => {
  const { VITEST, GOODWORD_TEST_POSTGRES_OWNER, ...environment } = process.env
  const own = await database()
  const { child, connectionString } = await stranger(environment)
  expect(await asked(connectionString, "SELECT 1")).toBe(1)
  child.kill("SIGKILL")
  const isThere = (): Promise<boolean> =>
    asked(connectionString, "SELECT 1").then(
      () => true,
      () => false
    )
  while (await isThere()) await setTimeout(50)
  expect(await asked(own.connectionString, "SELECT 1")).toBe(1)
})

it("makes databases where DATABASE_URL says", async () => {
  const { VITEST, GOODWORD_TEST_POSTGRES_OWNER, ...environment } = process.env
  const own = await database()
  const { child, connectionString } = await stranger({ ...environment, DATABASE_URL: own.connectionString })
  child.kill("SIGKILL")
  expect(portOf(connectionString)).toBe(portOf(own.connectionString))
})
