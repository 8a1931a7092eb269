/** The lock of a folder after processes that died over it, and among several that want it at once. */
import { spawn, spawnSync } from "node:child_process"
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { hostname, tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, it } from "vitest"
import * as FolderLock from "../src/FolderLock.ts"

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "goodword-"))
})
afterEach(() => rm(folder, { recursive: true }))

/** Numbers of processes that are over. */
const [dead, deader, deadest] = [0, 1, 2].map(() => spawnSync(process.execPath, ["-e", ""]).pid)

const textOf = (pid: number | undefined): string =>
  JSON.stringify({ pid, host: hostname(), began: "an earlier boot/1" })

/** A lock and the marks that whoever wanted to replace it died over, one after the other. */
const leaveBehind = async (path: string): Promise<void> => {
  await writeFile(path, textOf(dead))
  await writeFile(`${path}.after-${dead}`, textOf(deader))
  await writeFile(`${path}.after-${dead}.after-${deader}`, textOf(deadest))
  await writeFile(`${path}.after-${dead}.next`, textOf(deader))
}

it("is taken over from a process that died, though others died while they took it over", async () => {
  const path = join(folder, "lock.json")
  await leaveBehind(path)
  const giveBack = await FolderLock.take(path)
  expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({ pid: process.pid })
  expect(await readdir(folder)).toEqual(["lock.json"])
  await giveBack()
  expect(await readdir(folder)).toEqual([])
})

it("is not taken from under a process that is alive and takes it over", async () => {
  const path = join(folder, "lock.json")
  await writeFile(path, textOf(dead))
  await writeFile(`${path}.after-${dead}`, JSON.stringify({ pid: 1, host: "elsewhere", began: null }))
  await expect(FolderLock.take(path)).rejects.toMatchObject({
    reason: "Refused",
    message: expect.stringMatching(
      new RegExp(`others are taking .*: try again.* delete .*lock\\.json\\.after-${dead}$`)
    )
  })
  await rm(`${path}.after-${dead}`)
  await (await FolderLock.take(path))()
})

it("is refused, with the way out, where a process died before it had written its name", async () => {
  const path = join(folder, "lock.json")
  await writeFile(path, "")
  await expect(FolderLock.take(path)).rejects.toMatchObject({ message: expect.stringMatching(/delete .*lock\.json$/) })
})

const rivals = 6
const rounds = 40

/** Another process that takes every lock that it can get, once all are there, and keeps it; tells which it got. */
const rival = (paths: readonly string[]) => {
  const script = `
    const { take } = await import(${JSON.stringify(new URL("../src/FolderLock.ts", import.meta.url).href)})
    console.log("ready")
    await new Promise((resolve) => process.stdin.once("data", resolve))
    const got = []
    for (const path of ${JSON.stringify(paths)}) await take(path).then(() => got.push(path), (error) => {
      if (error.reason !== "Refused") throw error
    })
    console.log(JSON.stringify(got))
    process.stdin.once("data", () => process.exit(0))`
  const child = spawn(process.execPath, ["--conditions=goodword-source", "--input-type=module", "-e", script], {
    stdio: ["pipe", "pipe", "inherit"]
  })
  const line = () =>
    new Promise<string>((resolve, reject) => {
      const failed = (code: number | null) => reject(new Error(`a rival ended with ${code}`))
      child.once("exit", failed)
      child.stdout.once("data", (words: Buffer) => {
        child.off("exit", failed)
        resolve(words.toString())
      })
    })
  return { line, say: () => child.stdin.write("on\n") }
}

it("goes to one of several processes that find it stale at once", async () => {
  const paths = Array.from({ length: rounds }, (_, i) => join(folder, String(i), "lock.json"))
  for (const path of paths) {
    await mkdir(join(path, ".."))
    await leaveBehind(path)
  }
  const all = Array.from({ length: rivals }, () => rival(paths))
  await Promise.all(all.map(({ line }) => line()))
  const told = all.map(({ line }) => line())
  for (const { say } of all) say()
  const got = (await Promise.all(told)).flatMap((text) => JSON.parse(text) as string[])
  for (const { say } of all) say()
  expect(got.sort()).toEqual([...paths].sort())
})
