/** Every migration, in order. Names are stored for good. */
import { begin } from "./0001/begin.ts"
import { reading } from "./0002/reading.ts"

export interface Migration {
  readonly name: string
  /** One statement each; names in them are unqualified. */
  readonly statements: readonly string[]
}

export const migrations: readonly Migration[] = [
  { name: "0001-begin", statements: begin },
  { name: "0002-reading", statements: reading }
]
