/**
 * Proves a Goodword store: one case for each promise of the port, on any test runner, and broken stores that prove the
 * suite itself.
 *
 * @module
 */
export type { Area, Case } from "./Case.ts"
export { cases } from "./cases/index.ts"
export { describeStore, type Runner } from "./describeStore.ts"
export { proveStore } from "./proveStore.ts"
export type { Subject, Through } from "./Subject.ts"
export { saboteurs } from "./saboteurs/index.ts"
export type { Saboteur } from "./saboteurs/Saboteur.ts"
export type { Verdict } from "./Verdict.ts"
export type { Faults, Peek, Reply, World } from "./World.ts"
