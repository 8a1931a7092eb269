import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { cases } from "../packages/testkit/src/index.ts"

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
const prove = (law: number, file: string): void => {
  proved.set(law, [...(proved.get(law) ?? []), file])
}
for (const { file, text } of tests) {
  for (const [, numbers] of text.matchAll(/["'`]laws? (\d+(?:(?:,| and) \d+)*)/gu)) {
    for (const number of (numbers ?? "").split(/,| and/u).map(Number)) {
      prove(number, file)
    }
  }
}

// A case is named by the suite that runs it, and has its numbers beside its name.
const files = globSync("packages/testkit/src/cases/*.ts", { cwd: root })
for (const { id, laws = [] } of cases) {
  const name = `"${id.split("/")[1]}":`
  const file = files.find((one) => readFileSync(join(root, one), "utf8").includes(name)) ?? id
  for (const law of laws) prove(law, file.replaceAll("\\", "/"))
}

describe("the page of laws", () => {
  it("has every law that a test is named after", () => {
    expect([...proved.keys()].filter((number) => !inForce.has(number)).sort((a, b) => a - b)).toEqual([])
  })

  it.each([...inForce])(
    "says of %i where its tests are: one of the places has its number in a name",
    (number, places) => {
      const named = places.map(pathOf).filter((one) => one.includes("/"))
      for (const path of named) expect(globSync(path, { cwd: root }), path).toHaveLength(1)
      const found = proved.get(number) ?? []
      expect(
        found.filter((file) => named.some((path) => file.startsWith(path))),
        `among ${found}`
      ).not.toEqual([])
    }
  )
})
