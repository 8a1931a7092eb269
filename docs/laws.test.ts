import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"

const root = join(import.meta.dirname, "..")
const page = readFileSync(join(root, "docs/laws.md"), "utf8")

/** The numbers of the laws in force, with the places that the page names for each. */
const inForce = new Map(
  [...page.matchAll(/^\| (\d+) \|[^|]+\|([^|]+)\|/gmu)].map(([, number, where]) => [
    Number(number),
    [...(where ?? "").matchAll(/`([^`]+)`/gu)].map(([, place]) => place ?? "")
  ])
)

const pathOf = (place: string): string =>
  place
    .replace(/^domain\//u, "packages/core/test/domain/")
    .replace(/^engine\//u, "packages/adapter-memory/test/")
    .replace(/^cases\//u, "packages/testkit/src/cases/")

const tests = globSync("packages/*/test/**/*.ts", { cwd: root, exclude: (name) => name.includes("node_modules") }).map(
  (file) => ({ file: file.replaceAll("\\", "/"), text: readFileSync(join(root, file), "utf8") })
)

const proved = new Map<number, string[]>()
for (const { file, text } of tests) {
  for (const [, numbers] of text.matchAll(/["'`]laws? (\d+(?:(?:,| and) \d+)*)/gu)) {
    for (const number of (numbers ?? "").split(/,| and/u).map(Number)) {
      proved.set(number, [...(proved.get(number) ?? []), file])
    }
  }
}

describe("the page of laws", () => {
  it("has every law that a test is named after", () => {
    expect([...proved.keys()].filter((number) => !inForce.has(number)).sort((a, b) => a - b)).toEqual([])
  })

  it.each([...inForce])(
    "law %i has a test of its name where the page says, or a case of the testkit",
    (number, places) => {
      const named = places.map(pathOf)
      const isCase = named.some((path) => path.startsWith("packages/testkit/src/cases/"))
      expect(isCase || (proved.get(number) ?? []).length > 0).toBe(true)
      for (const path of named.filter((one) => one.includes("/")))
        expect(globSync(path, { cwd: root }), path).toHaveLength(1)
    }
  )
})
