/**
 * Goodword on PostgreSQL: the store, its directory of people, and the schema with its migrations.
 *
 * @module
 */
export { type Distributed, distribute } from "./Distribute.ts"
export { type Connection, layer, type Options, postgresStore, type Settings } from "./Open.ts"
export type { PostgresStore } from "./PostgresStore.ts"
export type { FunnelQuestion, FunnelStage, RewardFigure } from "./reading/Funnel.ts"
export type { Leader, LeaderboardQuestion } from "./reading/Leaderboard.ts"
export { postgresReading, type ReadingOptions } from "./reading/OpenReading.ts"
export type { Reading } from "./reading/Reading.ts"
export type { RollUpOptions, RollUpProgress, RollUpQuestion } from "./reading/RollUp.ts"
export type { Balance, StatementEntry, StatementQuestion } from "./reading/Statement.ts"
export { migrate, type Status, script, status } from "./Schema.ts"
