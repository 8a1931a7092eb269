/** Every policy that is built in keeps what the suite asks; and each one with a planted bug is caught. */
import { and, bestOf, Catalogs, orElse, type Policy } from "@goodword/core"
import { describeRewardPolicy, proveRewardPolicy, rewardPolicyCases } from "@goodword/testkit"
import { describe, expect, it } from "vitest"

for (const one of Catalogs.builtIn.policies.values()) describeRewardPolicy(one, { describe, it })

const broken = (policy: Policy.AnyPolicy, more: Partial<Policy.AnyPolicy>): Policy.AnyPolicy => ({ ...policy, ...more })

describe("a policy with a bug", () => {
  it.each([
    ["gives each where it should give the first", broken(orElse, { gives: "each" }), "examples/hold"],
    ["gives the first where it should give each", broken(and, { gives: "first" }), "examples/hold"],
    ["asks a part twice", broken(bestOf, { rank: (_, worths) => worths.map(() => 0) }), "kernel/asks-every-part-once"],
    [
      "forgets a part",
      broken(bestOf, { rank: (_, worths) => worths.slice(1).map((_, i) => i) }),
      "kernel/asks-every-part-once"
    ],
    [
      "draws lots",
      broken(bestOf, { rank: (_, worths) => worths.map((_, i) => i).sort(() => Math.random() - 0.5) }),
      "kernel/asks-every-part-once"
    ],
    ["says nothing to people", broken(and, { describe: () => "" }), "words/name-a-part"],
    ["hides its parts", broken(and, { describe: () => "a surprise" }), "words/name-a-part"]
  ])("%s", async (_, policy, caught) => {
    const { failed } = await proveRewardPolicy(policy, { seed: 7 })
    expect(failed.map(({ id }) => id)).toContain(caught)
  })

  it("is proved by cases that have names", () => {
    expect(new Set(rewardPolicyCases.map(({ id }) => id)).size).toBe(rewardPolicyCases.length)
  })
})
