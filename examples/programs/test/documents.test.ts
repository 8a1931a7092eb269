import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { Program } from "@goodword/core"
import { describe, expect, it } from "vitest"

const folder = join(import.meta.dirname, "..")
const documents = globSync("*.json", { cwd: folder }).filter(
  (file) => file !== "package.json" && file !== "tsconfig.json"
)
const scenarios = globSync("test/*.test.ts", { cwd: folder }).map((file) => readFileSync(join(folder, file), "utf8"))
const readme = readFileSync(join(folder, "README.md"), "utf8")

describe.each(documents)("%s", (file) => {
  it("is a program, and is written back as it is read", () => {
    const program = Program.make(JSON.parse(readFileSync(join(folder, file), "utf8")))
    expect(Program.make(JSON.parse(JSON.stringify(Program.toJson(program))))).toEqual(program)
  })

  it("has a scenario, and a line in the README", () => {
    const name = file.replace(/\.json$/u, "")
    expect(scenarios.some((text) => text.includes(`given("${name}")`))).toBe(true)
    expect(readme).toContain(`(${file})`)
  })
})
