import { readdirSync, readFileSync } from "node:fs"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  describeAttributionModel,
  describeCondition,
  describeRewardKind,
  describeRewardPolicy
} from "../../../testkit/src/index.ts"
import * as Catalogs from "../../src/domain/Catalogs.ts"
import * as Event from "../../src/domain/Event.ts"
import { history, live } from "../arbitraries/histories.ts"
import { law } from "../arbitraries/money.ts"

const { conditions, models, policies, rewards } = Catalogs.builtIn
const domain = new URL("../../src/domain/", import.meta.url)
const filesOf = (folder: string): ReadonlyArray<string> =>
  readdirSync(new URL(folder, domain))
    .filter((name) => name.endsWith(".ts") && !name.startsWith("_"))
    .map((name) => name.slice(0, -3))

describe("every catalog", () => {
  it.each([
    ["rewards", rewards],
    ["policies", policies],
    ["conditions", conditions],
    ["attribution-models", models]
  ] as const)("%s: an entry's name is its file's", (folder, catalog) => {
    expect([...catalog.keys()].sort()).toEqual([...filesOf(folder)].sort())
  })
})

/** What the published suites ask of everybody's entries, asked of the built-in ones. */
for (const kind of rewards.values()) describeRewardKind(kind, { describe, it })
for (const policy of policies.values()) describeRewardPolicy(policy, { describe, it })
for (const condition of conditions.values()) describeCondition(condition, { describe, it })
for (const model of models.values()) describeAttributionModel(model, { describe, it })

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
          // Why money was given back is no check.
          if ("reason" in event && event._tag !== "OrderRefunded") named.add(event.reason)
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
