/** Every migration, in order. Names are stored for good. */
import { begin } from "./0001/begin.ts"

export interface Migration {
  readonly name: string
  /** One statement each; names in them are unqualified. */
  readonly statements: readonly string[]
}

export const migrations: readonly Migration[] = [{ name: "0001-begin", statements: begin }]
