// The house rules of the source, kept by a test: see architecture-rules.ts. Every rule is also shown a planted fault.
import { globSync, readFileSync } from "node:fs"
import { join, sep } from "node:path"
import { describe, expect, it } from "vitest"
import { cyclesOf, faultsOf, type SourceFile, type Violation } from "./architecture-rules.ts"

const root = join(import.meta.dirname, "../../..")

const sources: ReadonlyArray<SourceFile> = globSync("packages/*/src/**/*.ts", { cwd: root })
  .sort()
  .map((path) => ({ path: path.split(sep).join("/"), text: readFileSync(join(root, path), "utf8") }))

const report = (faults: ReadonlyArray<Violation>): string =>
  faults.map(({ at, rule, message }) => `${at} [${rule}] ${message}`).join("\n")

describe("the source", () => {
  it("is found", () => expect(sources.some(({ path }) => path === "packages/core/src/index.ts")).toBe(true))
  it("keeps every rule", () => expect(report(sources.flatMap(faultsOf))).toBe(""))
  it("imports in no circle", () => expect(report(cyclesOf(sources))).toBe(""))
})

const domain = (text: string, path = "Order.ts"): SourceFile => ({ path: `packages/core/src/domain/${path}`, text })
const engine = (text: string): SourceFile => ({ path: "packages/core/src/engine/Engine.ts", text })
const plugin = (text: string): SourceFile => ({ path: "packages/plugin-email/src/index.ts", text })
const testkit = (text: string): SourceFile => ({ path: "packages/testkit/src/index.ts", text })
const lines = (count: number): string => "const x = 1\n".repeat(count)

const planted: ReadonlyArray<readonly [rule: string, message: string, file: SourceFile]> = [
  ["imports point inward", "points outward", domain(`import type { Store } from "../ports/Store.ts"`)],
  ["imports point inward", "points outward", domain(`export * from "../index.ts"`)],
  ["imports point inward", "points outward", engine(`const door = () => import("../promise.ts")`)],
  ["imports point inward", "leaves packages/core/src", engine(`import "../../../adapter-memory/src/index.ts"`)],
  ["imports point inward", "is not effect", engine(`import { readFile } from "node:fs"`)],
  ["imports point inward", "is not effect", domain(`type Hono = import("hono").Hono`)],
  [
    "the auditor stands apart",
    "is code that it audits",
    { path: "packages/core/src/audit/Sums.ts", text: `import * as Ledger from "../domain/Ledger.ts"` }
  ],
  ["packages meet in core", "is closed to", plugin(`import { memoryStore } from "@goodword/adapter-memory"`)],
  ["packages meet in core", "is closed to", plugin(`import { decide } from "@goodword/core/src/domain/Decide.ts"`)],
  ["packages meet in core", "leaves packages/plugin-email", plugin(`import "../../core/src/index.ts"`)],
  ["packages meet in core", "is a test runner", testkit(`import { it } from "vitest"`)],
  ["no effect barrel", "Import the module", engine(`import { Effect } from "effect"`)],
  ["pure domain", "runs things", domain(`import * as Effect from "effect/Effect"`)],
  ["pure domain", "Date.now:", domain("export const at = () => Date.now()")],
  ["pure domain", "Date.now:", domain(`export const at = Date["now"]`)],
  ["pure domain", "new Date(:", domain("export const at = new Date(0)")],
  ["pure domain", "Math.random:", domain("export const draw = Math.random")],
  ["pure domain", "async:", domain("export const load = async () => 1")],
  ["pure domain", "await:", domain("export const one = await 1")],
  ["pure domain", "throw:", domain(`export const no = () => { throw "no" }`)],
  ["pure domain", "try:", domain("try { 1 } finally { 2 }")],
  ["pure domain", "parseFloat:", domain(`export const rate = Number.parseFloat("1")`)],
  ["pure domain", "Number(:", domain("export const count = Number(1n)")],
  ["pure domain", "any:", domain("export const loose = (1 as any)")],
  ["no suppression in the domain", "biome-ignore:", domain("// biome-ignore lint: no\nexport {}")],
  ["no suppression in the domain", "@ts-ignore:", domain("/* @ts-ignore */\nexport {}")],
  ["file size", "501 lines, at most 500", domain(lines(501))],
  ["function size", "71 lines, at most 70", engine(`export const long = () => {\n${lines(69)}}`)],
  ["file names", `"utils" says nothing`, domain("export {}", "utils.ts")],
  ["file names", `"Helpers" says nothing`, domain("export {}", "OrderHelpers.ts")],
  ["file names", `"common" says nothing`, domain("export {}", "common/Order.ts")]
]

describe("a planted fault", () => {
  it.each(planted)("%s: %s", (rule, message, file) => {
    const faults = faultsOf(file)
    expect(faults.map((fault) => fault.rule)).toEqual([rule])
    expect(faults[0]?.message).toContain(message)
    expect(faults[0]?.at).toMatch(new RegExp(`^${file.path}:\\d+$`))
  })

  it("names its line", () => {
    expect(faultsOf(domain("export const one = 1\n\nexport const at = Date.now()"))[0]?.at).toMatch(/Order\.ts:3$/)
  })

  const left = (text: string, floor = "domain") => ({ path: `packages/core/src/${floor}/Left.ts`, text })
  const right = (text: string, floor = "domain") => ({ path: `packages/core/src/${floor}/Right.ts`, text })

  it("no cycles: values, and in the domain types too", () => {
    const circle = [left(`import { r } from "./Right.ts"`), right(`import type { L } from "./Left.ts"`)]
    expect(cyclesOf(circle).map((fault) => fault.message)).toEqual([
      "Left.ts -> Right.ts -> Left.ts. Move what both need into a file of its own."
    ])
  })

  it("no cycles: outside the domain a type may point back", () => {
    const circle = [
      left(`import { r } from "./Right.ts"`, "engine"),
      right(`import type { L } from "./Left.ts"`, "engine")
    ]
    expect(cyclesOf(circle)).toEqual([])
  })
})

const allowed: ReadonlyArray<readonly [why: string, file: SourceFile]> = [
  [
    "ports see the domain",
    { path: "packages/core/src/ports/Store.ts", text: `import type { Order } from "../domain/Order.ts"` }
  ],
  [
    "the doors see every floor",
    { path: "packages/core/src/promise.ts", text: `import { run } from "./engine/Engine.ts"` }
  ],
  ["a plugin uses core's doors", plugin(`import { Program } from "@goodword/core"\nimport "@goodword/core/promise"`)],
  [
    "words in comments and texts are no code",
    domain(`// never throw, Date.now() or await\nexport const text = "try async"`)
  ],
  ["assertions throw in one file", domain("export const die = () => { throw 1 }", "internal/assert.ts")],
  ["Number.isInteger makes no number", domain("export const whole = Number.isInteger(1)")],
  ["a generated table may be long", domain(lines(501), "_currencies.ts")],
  ["500 lines, 70 in a function", engine(`export const long = () => {\n${lines(68)}}\n${lines(430)}`)]
]

describe("what is allowed", () => {
  it.each(allowed)("%s", (_why, file) => expect(faultsOf(file)).toEqual([]))
})
