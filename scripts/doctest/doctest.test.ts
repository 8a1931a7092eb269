// The doctest is a gate, so it is shown faults: whatever it lets through here, it would let through in the docs.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { type Fence, fencesOfMarkdown, fencesOfSource } from "./fences.ts"
import { commandFaultsOf, linkFaultsOf } from "./links.ts"
import { modulesOf, problemOf, textsOf } from "./modules.ts"

const fence = (info: string, code: string, language = "ts"): string =>
  `\`\`\`${`${language} ${info}`.trim()}\n${code}\n\`\`\`\n`
const page = (...parts: ReadonlyArray<string>): ReadonlyArray<Fence> =>
  fencesOfMarkdown("docs/page.md", parts.join("\n"))
const checkedOf = (code: string): string => {
  const [module] = modulesOf(page(fence("", code)))
  if (module === undefined) throw new Error("no module")
  return textsOf(module).checked
}

describe("fences", () => {
  it("keep the line where they stand", () => {
    const [first, second] = page("# Title", "", fence("", "one"), fence("no-run: why", "two\nthree"))
    expect([first?.line, second?.line]).toEqual([4, 8])
    expect(second?.lines).toEqual([
      { text: "two", number: 8 },
      { text: "three", number: 9 }
    ])
  })

  it("lose the indent of a list", () => {
    expect(
      page("- item", "  ```ts", "  one", "    two", "  ```").flatMap(({ lines }) => lines.map(({ text }) => text))
    ).toEqual(["one", "  two"])
  })

  it("of doc comments: each @example, fenced or not", () => {
    const source =
      "/**\n * Adds.\n *\n * @example\n * ```ts\n * one\n * ```\n *\n * @example\n * two\n * @since 1\n */\nexport {}\n"
    expect(fencesOfSource("src/Sum.ts", source).map(({ line, lines }) => [line, lines[0]?.text])).toEqual([
      [6, "one"],
      [10, "two"]
    ])
  })

  it.each(["no-run", "no-run:", "skip", "run fast"])("`ts %s` is refused", (info) => {
    expect(page(fence(info, "one")).map(problemOf)).toEqual([expect.stringContaining("is unknown")])
  })
})

describe("modules", () => {
  it("continue only where they say so", () => {
    const modules = modulesOf(
      page(fence("", "one"), fence("continue", "two"), fence("", "three"), fence("", "text", "json"))
    )
    expect(modules.map(({ lines }) => lines.map(({ text }) => text))).toEqual([["one"], ["one", "two"], ["three"]])
  })

  it("without a reason to run stay unrun, and so does what continues them", () => {
    const modules = modulesOf(page(fence("no-run: needs a key", "one"), fence("continue", "two")))
    expect(modules.map(({ isRun }) => isRun)).toEqual([false, false])
  })

  it.each([
    ["1 + 1 // => 2", `async () => (1 + 1)`],
    ["const sum = 1 // => 1", "async () => (sum)"],
    ["call(\n  1\n) // => 2", "async () => (call(\n  1\n))"],
    ["// => 3", "noValueBeforeThisComment"]
  ])("%s is compared", (code, check) => {
    expect(checkedOf(code)).toContain(check)
    expect(checkedOf(code).split("\n").length).toBe(code.split("\n").length + 2)
  })

  it("of doc comments reach the files beside them", () => {
    const [module] = modulesOf(
      fencesOfSource("packages/core/src/Sum.ts", `/**\n * @example\n * import "./Money.ts"\n */\n`)
    )
    expect(module === undefined ? "" : textsOf(module).plain).toContain(`import "../../../packages/core/src/Money.ts"`)
  })
})

describe("links and commands", () => {
  const root = mkdtempSync(join(tmpdir(), "goodword-links-"))
  afterAll(() => rmSync(root, { recursive: true, force: true }))
  writeFileSync(join(root, "package.json"), `{ "scripts": { "test": "vitest" } }`)
  writeFileSync(join(root, "page.md"), "# The `first` page\n")

  it.each([
    ["npm test", 0],
    ["npm run test -- Money", 0],
    ["pnpm install", 0],
    ["npm run nothing", 1],
    ["pnpm nothing", 1],
    ["npm start", 1]
  ])("%s: %i faults", (command, count) => {
    expect(commandFaultsOf(root, page(fence("", command, "sh")))).toHaveLength(count)
  })

  it.each([
    ["[page](page.md)", 0],
    ["[heading](page.md#the-first-page)", 0],
    ["[web](https://example.com)", 0],
    ["`[code](gone.md)`", 0],
    ["[gone](gone.md)", 1],
    ["[no heading](page.md#second)", 1]
  ])("%s: %i faults", (text, count) => {
    expect(linkFaultsOf(root, "README.md", text)).toHaveLength(count)
  })

  it("every path in docs/where-is.md exists", () => {
    const text = "`package.json` `src/gone.ts` `@goodword/core` `Ledger.post`"
    expect(linkFaultsOf(root, "docs/where-is.md", text).map(({ message }) => message)).toEqual([
      "There is no src/gone.ts."
    ])
  })
})
