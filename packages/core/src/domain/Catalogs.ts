/** What programs may be made of: the built-in entries, and a store's own beside them. */
import * as Result from "effect/Result"
import type { AttributionModel } from "./AttributionModel.ts"
import * as models from "./attribution-models/_catalog.ts"
import type { AnyCondition } from "./Condition.ts"
import * as conditions from "./conditions/_catalog.ts"
import type { AnyPolicy } from "./Policy.ts"
import * as policies from "./policies/_catalog.ts"
import type { AnyRewardKind } from "./RewardKind.ts"
import * as rewards from "./rewards/_catalog.ts"

export interface Catalogs {
  readonly rewards: ReadonlyMap<string, AnyRewardKind>
  readonly policies: ReadonlyMap<string, AnyPolicy>
  readonly conditions: ReadonlyMap<string, AnyCondition>
  readonly models: ReadonlyMap<string, AttributionModel>
}

/** A store's own entries. */
export interface Extensions {
  readonly rewards?: readonly AnyRewardKind[]
  readonly policies?: readonly AnyPolicy[]
  readonly conditions?: readonly AnyCondition[]
  readonly models?: readonly AttributionModel[]
}

/** Two entries have one name, and events store that name forever. */
export interface DuplicateEntry {
  readonly _tag: "DuplicateEntry"
  readonly catalog: "rewards" | "policies" | "conditions" | "models"
  readonly name: string
  readonly message: string
}

/** The built-in catalogs with a store's own entries. */
export const make = (own: Extensions): Result.Result<Catalogs, DuplicateEntry> => {
  const rewardKinds = byName("rewards", [...rewards.catalog, ...(own.rewards ?? [])], (r) => r.kind)
  if (Result.isFailure(rewardKinds)) return Result.fail(rewardKinds.failure)
  const composed = byName("policies", [...policies.catalog, ...(own.policies ?? [])], (p) => p.policy)
  if (Result.isFailure(composed)) return Result.fail(composed.failure)
  const checks = byName("conditions", [...conditions.catalog, ...(own.conditions ?? [])], (c) => c.condition)
  if (Result.isFailure(checks)) return Result.fail(checks.failure)
  const known = byName("models", [...models.catalog, ...(own.models ?? [])], (m) => m.model)
  if (Result.isFailure(known)) return Result.fail(known.failure)
  return Result.succeed({
    rewards: rewardKinds.success,
    policies: composed.success,
    conditions: checks.success,
    models: known.success
  })
}

const byName = <A>(
  catalog: DuplicateEntry["catalog"],
  entries: readonly A[],
  nameOf: (entry: A) => string
): Result.Result<ReadonlyMap<string, A>, DuplicateEntry> => {
  const found = new Map<string, A>()
  for (const entry of entries) {
    const name = nameOf(entry)
    if (found.has(name)) {
      const message = `two entries of the ${catalog} catalog are named "${name}": give yours another name`
      return Result.fail({ _tag: "DuplicateEntry", catalog, name, message })
    }
    found.set(name, entry)
  }
  return Result.succeed(found)
}

export const builtIn: Catalogs = {
  rewards: new Map(rewards.catalog.map((entry) => [entry.kind, entry])),
  policies: new Map(policies.catalog.map((entry) => [entry.policy, entry])),
  conditions: new Map(conditions.catalog.map((entry) => [entry.condition, entry])),
  models: new Map(models.catalog.map((entry) => [entry.model, entry]))
}
