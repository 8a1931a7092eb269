/** Who referred whom, all the way up. */
import * as Names from "./Names.ts"

interface Books {
  readonly advocates: ReadonlyMap<string, { readonly referred: number }>
  /** By program and friend, everybody who ever was the friend's advocate. */
  readonly parents: ReadonlyMap<string, ReadonlySet<string>>
}

/** The way up from somebody to an ancestor; empty where there is none. Who never referred is nobody's ancestor. */
export const ancestryTo = (
  { advocates, parents }: Books,
  program: string,
  from: string,
  to: string
): readonly string[] => {
  if ((advocates.get(Names.advocate(program, to))?.referred ?? 0) === 0) return from === to ? [to] : []
  const cameFrom = new Map<string, string | null>([[from, null]])
  const pending = [from]
  for (let person = pending.pop(); person !== undefined; person = pending.pop()) {
    if (person === to) {
      const way: string[] = []
      for (let step: string | null = person; step !== null; step = cameFrom.get(step) ?? null) way.push(step)
      return way
    }
    for (const parent of parents.get(Names.referral(program, person)) ?? []) {
      if (cameFrom.has(parent)) continue
      cameFrom.set(parent, person)
      pending.push(parent)
    }
  }
  return []
}
