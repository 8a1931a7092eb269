/**
 * Goodword's core: the domain as pure functions, the ports that adapters implement, and the engine between them.
 *
 * @module
 */
export * as Audit from "./audit/Audit.ts"
export type {
  Check as AuditCheck,
  Finding as AuditFinding,
  Progress as AuditProgress,
  Report as AuditReport
} from "./audit/Report.ts"
export * as Allocation from "./domain/Allocation.ts"
export * as AttributionModel from "./domain/AttributionModel.ts"
export * as Because from "./domain/Because.ts"
export * as Calendar from "./domain/Calendar.ts"
export * as Catalogs from "./domain/Catalogs.ts"
export type { Command } from "./domain/Command.ts"
export * as Compile from "./domain/Compile.ts"
export * as Condition from "./domain/Condition.ts"
export { countryIn, minimumTotal, newCustomer } from "./domain/conditions/_catalog.ts"
export { decide } from "./domain/Decide.ts"
export { decideAll } from "./domain/DecideAll.ts"
export type { Context, Decision } from "./domain/Draft.ts"
export * as EmailFold from "./domain/EmailFold.ts"
export * as Event from "./domain/Event.ts"
export * as EventLog from "./domain/EventLog.ts"
export * as Evidence from "./domain/Evidence.ts"
export { evolve } from "./domain/Evolve.ts"
export type * as Fact from "./domain/Fact.ts"
export * as Facts from "./domain/Facts.ts"
export * as Ids from "./domain/Ids.ts"
export * as Instant from "./domain/Instant.ts"
export * as Key from "./domain/Key.ts"
export * as Ledger from "./domain/Ledger.ts"
export * as Lifecycle from "./domain/Lifecycle.ts"
export type * as Message from "./domain/Message.ts"
export * as Money from "./domain/Money.ts"
export { plan } from "./domain/Plan.ts"
export * as Program from "./domain/Program.ts"
export * as Rate from "./domain/Rate.ts"
export * as Rejection from "./domain/Rejection.ts"
export * as RewardKind from "./domain/RewardKind.ts"
export * as Rounding from "./domain/Rounding.ts"
export {
  access,
  badge,
  cash,
  donation,
  fixedOff,
  freeProduct,
  giftCard,
  invitation,
  percentOff,
  points,
  storeCredit,
  vipStatus
} from "./domain/rewards/_catalog.ts"
export * as Span from "./domain/Span.ts"
export * as Unit from "./domain/Unit.ts"
export * as Wire from "./domain/Wire.ts"
export { type Clock, type MovableClock, movableClock } from "./engine/Clock.ts"
export { Closed, Contended, type DoorError, type EngineError, InvalidInput, Refusal } from "./engine/EngineError.ts"
export { Goodword, type Options, open, type Shape } from "./engine/Goodword.ts"
export type * as Input from "./engine/Input.ts"
export type * as Output from "./engine/Output.ts"
export type { Delivered } from "./engine/Relay.ts"
export type { Verdict } from "./engine/Replay.ts"
export * as Directory from "./ports/Directory.ts"
export type { Plugin } from "./ports/Plugin.ts"
export { Bound, Conflict, DeliveryError, DirectoryError, Duplicate, StoreError } from "./ports/PortError.ts"
export * as Store from "./ports/Store.ts"
