/** The first migration: everything. What it says is frozen once it was released; changes come as the next one. */
import { commit } from "./commit.ts"
import { outbox } from "./outbox.ts"
import { people } from "./people.ts"
import { reads } from "./reads.ts"
import { tables } from "./tables.ts"
import { views } from "./views.ts"

export const begin: readonly string[] = [...tables, ...commit, ...reads, ...outbox, ...people, ...views]
