/**
 * Goodword on PostgreSQL: the store, its directory of people, and the schema with its migrations.
 *
 * @module
 */
export { type Connection, layer, type Options, postgresStore, type Settings } from "./Open.ts"
export type { PostgresStore } from "./PostgresStore.ts"
export { migrate, type Status, script, status } from "./Schema.ts"
