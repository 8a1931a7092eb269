/** The second migration: reading. Statements of persons, and figures that are kept beside the log. */
import { boards } from "./figures.ts"
import { rollups } from "./rollups.ts"
import { statements } from "./statement.ts"
import { tables } from "./tables.ts"

export const reading: readonly string[] = [...tables, ...statements, ...rollups, ...boards]
