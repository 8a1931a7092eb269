/** People and their codes, by the small numbers that steps name them by. */
import type { Ids } from "@goodword/core"

export const personId = (n: number): Ids.PersonId => `p${n}` as Ids.PersonId

export const codeOf = (program: Ids.ProgramId, one: number): Ids.Code => `${program.toUpperCase()}-${one}` as Ids.Code
