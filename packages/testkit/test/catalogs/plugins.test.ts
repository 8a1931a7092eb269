/** A plugin that does what the guide says passes; each one with a planted bug is caught. */
import { RewardKind, storeCredit } from "@goodword/core"
import { describePlugin, pluginCases, provePlugin } from "@goodword/testkit"
import { describe, expect, it } from "vitest"
import { type Bug, credits } from "./credits-plugin.ts"

const { outside, plugin } = credits()
describePlugin(plugin, { describe, it }, outside)

/** The cases that must catch each; others may do so as well. */
const table: Readonly<Record<Bug, readonly string[]>> = {
  "pays-twice": ["intents/are-each-done-once", "keys/the-same-key-again-has-no-effect"],
  "pays-each-racer": ["keys/the-same-key-at-once-has-one-effect"],
  "one-ledger-for-all-shops": ["keys/another-shop-is-another-effect"],
  "one-key-per-person": ["keys/another-key-is-another-effect", "keys/survive-a-bad-network"],
  "does-nothing": ["intents/are-each-done-once"],
  "forgets-to-withdraw": ["intents/are-each-done-once"],
  "throws-at-malformed": ["bodies/are-malformed-when-damaged"],
  "pays-malformed": ["bodies/are-malformed-when-damaged"],
  "tries-malformed-again": ["bodies/are-malformed-when-damaged"],
  "takes-any-intent": ["bodies/of-other-intents-are-refused"],
  "tries-other-intents-again": ["bodies/of-other-intents-are-refused"],
  "gives-up-on-a-lost-line": ["failures/are-tried-again"],
  "swallows-a-lost-line": ["failures/are-tried-again"],
  "new-key-after-a-lost-answer": ["failures/a-lost-answer-has-one-effect"],
  "takes-what-nobody-asks": ["intents/are-all-asked-for"]
}

describe("a plugin that", () => {
  it.each(Object.entries(table))("%s is caught", async (bug, expected) => {
    const { outside, plugin } = credits(bug as Bug)
    const { failed } = await provePlugin(plugin, { ...outside, seed: 7312 })
    expect(failed.length).toBeGreaterThan(0)
    expect(failed.map(({ id }) => id)).toEqual(expect.arrayContaining([...expected]))
  })
})

it("every case is the one that catches somebody", () => {
  const caught = new Set(Object.values(table).flat())
  expect(pluginCases.map(({ id }) => id).filter((id) => !caught.has(id))).toEqual([])
})

it("is incomplete without fault hooks", async () => {
  const { outside, plugin } = credits()
  const { faults: _, ...rest } = outside
  const verdict = await provePlugin(plugin, { ...rest, seed: 1 })
  expect(verdict).toMatchObject({ state: "incomplete", failed: [] })
  expect(verdict.unproved.map(({ id }) => id)).toEqual([
    "failures/are-tried-again",
    "failures/a-lost-answer-has-one-effect"
  ])
})

it("knows the intents of a store's own kinds when they are given", async () => {
  const { outside, plugin } = credits()
  const own = RewardKind.define({ ...storeCredit, kind: "loyalty", issue: "AddLoyalty", withdraw: "WithdrawLoyalty" })
  const taking = { ...plugin, intents: [...plugin.intents, "AddLoyalty"] }
  const failed = async (kinds: readonly RewardKind.AnyRewardKind[]): Promise<readonly string[]> =>
    (await provePlugin(taking, { ...outside, kinds, seed: 1 })).failed.map(({ id }) => id)
  expect(await failed([])).toContain("intents/are-all-asked-for")
  expect(await failed([own])).not.toContain("intents/are-all-asked-for")
})
