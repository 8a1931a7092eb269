import { readdirSync } from "node:fs"
import { describe, expect, it } from "vitest"
import {
  describeAttributionModel,
  describeCondition,
  describeRewardKind,
  describeRewardPolicy
} from "../../../testkit/src/index.ts"
import * as Catalogs from "../../src/domain/Catalogs.ts"

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
