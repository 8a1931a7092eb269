import { readdirSync } from "node:fs"
import { tmpdir } from "node:os"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Sorter from "../src/Sorter.ts"

const sort = async (lines: readonly string[], limits: Sorter.Limits): Promise<readonly string[]> => {
  using sorter = Sorter.make(limits)
  for (const line of lines) await sorter.add(line)
  const sorted: string[] = []
  for await (const page of sorter.sorted()) sorted.push(...page)
  return sorted
}

const folders = (): readonly string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`goodword-${process.pid}-`))

describe("Sorter", () => {
  it("gives every line, in order, however little it may hold", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.stringMatching(/^[a-zé0-9]{0,12}$/u), { maxLength: 200 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 2, max: 5 }),
        async (lines, held, files) => {
          expect(await sort(lines, { lines: held, files })).toEqual([...lines].sort())
        }
      ),
      { numRuns: 30 }
    ))

  it("puts 20,000 lines in order while it holds 500", async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `${(i * 7_919) % 20_000}`.padStart(6, "0"))
    expect(await sort(lines, { lines: 500, files: 4 })).toEqual([...lines].sort())
  })

  it("leaves no file behind", async () => {
    await sort(["b", "a", "c"], { lines: 1, files: 2 })
    expect(folders()).toEqual([])
  })

  it("leaves no file behind when nobody reads to the end", async () => {
    {
      using sorter = Sorter.make({ lines: 1, files: 2 })
      for (const line of ["b", "a", "c"]) await sorter.add(line)
      for await (const page of sorter.sorted()) if (page.length > 0) break
    }
    expect(folders()).toEqual([])
  })
})
