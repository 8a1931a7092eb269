/** The embedded store in a folder: it comes back, keeps its key, and is one process's at a time. */
import { spawn } from "node:child_process"
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises"
import { hostname, tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, it } from "vitest"
import { embeddedStore } from "../src/embedded.ts"
import { run } from "./open.ts"

const t = "t" as never
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "goodword-"))
})
afterEach(() => rm(folder, { recursive: true }))

const nothing = { receipts: [], facts: [], counters: [], events: [], messages: [] }
const lock = () => join(folder, "lock.json")

it("finds again what was committed, people and prints too", async () => {
  const first = await embeddedStore({ folder })
  await run(first.commit(t, { ...nothing, facts: [{ key: "a", expect: 0, put: [1] }] }))
  const person = await run(first.directory.personFor(t, "customer", "ann"))
  const print = await run(first.directory.print(t, "email", "ann@example.com"))
  await first.close()
  const second = await embeddedStore({ folder })
  const { facts } = await run(second.load(t, { receipts: [], facts: ["a"], counters: [] }))
  expect(facts).toEqual([{ key: "a", version: 1, value: [1] }])
  expect(await run(second.directory.personFor(t, "customer", "ann"))).toBe(person)
  expect(await run(second.directory.print(t, "email", "ann@example.com"))).toBe(print)
  expect((await stat(join(folder, "print.key"))).mode & 0o077).toBe(0)
  await second.close()
})

it("is refused to a second store of this process, and given after the first is closed", async () => {
  const first = await embeddedStore({ folder })
  await expect(embeddedStore({ folder })).rejects.toMatchObject({
    _tag: "StoreError",
    reason: "Refused",
    message: expect.stringMatching(/^this process itself has the folder open/)
  })
  await first.close()
  await (await embeddedStore({ folder })).close()
})

/** Another process that opens the folder and keeps it until it is ended. */
const holder = async (): Promise<{ readonly pid: number; readonly end: (signal: NodeJS.Signals) => Promise<void> }> => {
  const script = `
    const { embeddedStore } = await import(${JSON.stringify(new URL("../src/embedded.ts", import.meta.url).href)})
    await embeddedStore({ folder: ${JSON.stringify(folder)} })
    console.log("open")
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ["--conditions=goodword-source", "--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"]
  })
  const ended = new Promise<void>((resolve) => child.on("exit", () => resolve()))
  await new Promise<void>((resolve, reject) => {
    child.stdout.once("data", () => resolve())
    child.once("exit", (code) => reject(new Error(`the holder ended with ${code}`)))
  })
  return {
    pid: child.pid as number,
    end: (signal) => {
      child.kill(signal)
      return ended
    }
  }
}

it("is refused to a second process, and taken over when the first was killed", async () => {
  const other = await holder()
  const opening = embeddedStore({ folder })
  await expect(opening).rejects.toMatchObject({
    reason: "Refused",
    message: expect.stringMatching(new RegExp(`^process ${other.pid} on .* has the folder open`))
  })
  await other.end("SIGKILL")
  expect(JSON.parse(await readFile(lock(), "utf8"))).toMatchObject({ pid: other.pid })
  const rivals = await Promise.allSettled([embeddedStore({ folder }), embeddedStore({ folder })])
  const won = rivals.filter((one) => one.status === "fulfilled")
  expect(won.length).toBe(1)
  for (const { value } of won) await value.close()
})

it.runIf(process.platform === "linux")("takes over from a process whose number is somebody else's by now", async () => {
  await writeFile(lock(), JSON.stringify({ pid: process.ppid, host: hostname(), began: "an earlier boot/1" }))
  await (await embeddedStore({ folder })).close()
})

it("is refused where another machine holds it, with the way out", async () => {
  await writeFile(lock(), JSON.stringify({ pid: 1, host: "elsewhere", began: null }))
  await expect(embeddedStore({ folder })).rejects.toMatchObject({
    message: expect.stringMatching(/process 1 on elsewhere.*delete .*lock\.json/)
  })
})
