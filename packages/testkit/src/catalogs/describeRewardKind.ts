/** Proves a kind of reward: its terms, what it is worth, and that whatever it gives can be taken back to the cent. */
import { Catalogs, type RewardKind } from "@goodword/core"
import type { Runner } from "../describeStore.ts"
import type { Verdict } from "../Verdict.ts"
import { refundTrials } from "./reward-kind-refunds.ts"
import { type Kind, kindOf, worthTrials } from "./reward-kind-worth.ts"
import { describeSuite, type Options, proveSuite, type Suite, type Trial } from "./Suite.ts"
import { termsTrials } from "./terms.ts"

export const rewardKindCases: readonly Trial<Kind>[] = [...termsTrials, ...worthTrials, ...refundTrials]

const suiteOf = (kind: RewardKind.AnyRewardKind): Suite<Kind> => ({
  name: `reward kind ${kind.kind}`,
  trials: rewardKindCases,
  given: (seed) => kindOf(kind, Catalogs.builtIn, seed)
})

/**
 * Describes a kind of reward to a test runner.
 *
 * @example
 * import { storeCredit } from "@goodword/core"
 * import { describeRewardKind } from "@goodword/testkit"
 * const names: string[] = []
 * describeRewardKind(storeCredit, { describe: (_, body) => body(), it: (name) => names.push(name) })
 * names[0] // => "terms/survive-json"
 */
export const describeRewardKind = (kind: RewardKind.AnyRewardKind, runner: Runner, options?: Options): void =>
  describeSuite(suiteOf(kind), runner, options)

/** The same without a test runner. */
export const proveRewardKind = (kind: RewardKind.AnyRewardKind, options?: Options): Promise<Verdict> =>
  proveSuite(suiteOf(kind), options)
