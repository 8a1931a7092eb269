import { readdirSync, readFileSync } from "node:fs"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Event from "../../src/domain/Event.ts"
import { history, live } from "../arbitraries/histories.ts"
import { law } from "../arbitraries/money.ts"

const domain = new URL("../../src/domain/", import.meta.url)
const filesOf = (folder: string): ReadonlyArray<string> =>
  readdirSync(new URL(folder, domain))
    .filter((name) => name.endsWith(".ts") && !name.startsWith("_"))
    .map((name) => name.slice(0, -3))
const kebab = (name: string): string => name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase()

describe("evidence", () => {
  it("every check and every reason that is emitted names exactly one file", () => {
    const folders = ["./", "rewards/", "conditions/", "attribution-models/", "guards/", "limits/", "signals/"]
    const files = folders.flatMap((folder) => {
      try {
        return filesOf(folder).map(kebab)
      } catch {
        return []
      }
    })
    const named = new Set<string>()
    fc.assert(
      fc.property(history({ steps: 40 }), (story) => {
        for (const event of live(story).events) {
          for (const { check } of Event.because(event)) named.add(check)
          // Why money was given back, or could not be paid, is no check.
          const isTold = event._tag === "OrderRefunded" || event._tag === "PayoutFailed"
          if ("reason" in event && !isTold) named.add(event.reason)
        }
      }),
      law
    )
    // Those that no history happens to meet stand in the source.
    const sources = readdirSync(domain)
      .filter((name) => name.endsWith(".ts"))
      .map((name) => readFileSync(new URL(name, domain), "utf8"))
    for (const source of sources) {
      for (const [, name] of source.matchAll(/\b(?:make|passed|failed)\("([a-z-]+)"/g))
        if (name !== undefined) named.add(name)
    }
    const counts = [...named].map((name) => [name, files.filter((file) => file === name).length])
    expect(counts.filter(([, count]) => count !== 1)).toEqual([])
    expect(named.size).toBeGreaterThan(12)
  })
})
