/**
 * Proves a Goodword store: one case for each promise of the port, on any test runner, and broken stores that prove the
 * suite itself.
 *
 * @module
 */
export type { Area, Case, Hook } from "./Case.ts"
export { cases } from "./cases/index.ts"
export {
  attributionModelCases,
  describeAttributionModel,
  proveAttributionModel
} from "./catalogs/describeAttributionModel.ts"
export { conditionCases, describeCondition, proveCondition } from "./catalogs/describeCondition.ts"
export {
  type DirectorySubject,
  describeDirectory,
  directoryCases,
  proveDirectory
} from "./catalogs/describeDirectory.ts"
export { describePlugin, type Outside, type PluginFaults, pluginCases, provePlugin } from "./catalogs/describePlugin.ts"
export { describeRewardKind, proveRewardKind, rewardKindCases } from "./catalogs/describeRewardKind.ts"
export { describeRewardPolicy, proveRewardPolicy, rewardPolicyCases } from "./catalogs/describeRewardPolicy.ts"
export type { Trial } from "./catalogs/Suite.ts"
export { type Agreement, describeAgreement } from "./describeAgreement.ts"
export { describeStore, type Runner } from "./describeStore.ts"
export * as generators from "./generators/index.ts"
export { proveStore } from "./proveStore.ts"
export type { Subject, Through } from "./Subject.ts"
export { saboteurs } from "./saboteurs/index.ts"
export type { Saboteur } from "./saboteurs/Saboteur.ts"
export type { Verdict } from "./Verdict.ts"
export type { Faults, Peek, Reply, World } from "./World.ts"
