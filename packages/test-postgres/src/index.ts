/**
 * A real PostgreSQL server with nothing installed: `database()` for tests, `server()` for who wants to stop, kill and
 * start one.
 */
export type { Database } from "./Database.ts"
export { type Server, type ServerOptions, server } from "./Server.ts"
export { database } from "./shared.ts"
