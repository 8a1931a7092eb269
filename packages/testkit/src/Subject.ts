/** A store that is to be proved, and how one case is run on a fresh one. */
import type { Store } from "@goodword/core"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { Case } from "./Case.ts"
import { asked, type Faults, type Peek, type Reply, type World } from "./World.ts"

export interface Subject<S extends Store.StoreShape = Store.StoreShape> {
  readonly name: string
  /** A fresh, empty store for each case. An Effect may ask for a scope, which is closed when the case is over. */
  readonly open: () => Reply<S, Scope.Scope>
  /** Reads the rows of the store that was opened, past the store's own code. */
  readonly peek: (store: S) => Peek
  /** Without these the verdict is incomplete, whatever else passes. */
  readonly faults?: (store: S) => Faults
  /** Why a case is left out, by its id. Cases of money, concurrency and tenants cannot be. */
  readonly skip?: Readonly<Record<string, string>>
  /** Repeats the random cases of an earlier run; drawn unless given. */
  readonly seed?: number
  /** How long one case may take; 60 seconds unless given. */
  readonly timeoutMs?: number
}

/** The store as it is seen through something that changes what it does: how a saboteur is put in. */
export type Through = (store: Store.StoreShape) => Store.StoreShape

export const seedOf = ({ seed }: { readonly seed?: number }): number => seed ?? Math.floor(Math.random() * 0x7fffffff)

/** Says what is wrong with the skips, before any case runs. */
export const skipsOf = (
  { skip = {} }: Pick<Subject, "skip">,
  cases: readonly Case[]
): Readonly<Record<string, string>> => {
  for (const [id, reason] of Object.entries(skip)) {
    const found = cases.find((one) => one.id === id)
    if (found === undefined) throw new Error(`skip names "${id}", but there is no such case`)
    if (found.isRequired) throw new Error(`"${id}" cannot be skipped: it is about money, concurrency or tenants`)
    if (reason.trim() === "") throw new Error(`skip of "${id}" needs a reason`)
  }
  return skip
}

/** Why a case cannot run on this subject; `undefined` where it can. */
export const missingFor = <S extends Store.StoreShape>(subject: Subject<S>, { needs }: Case): string | undefined =>
  needs === undefined || subject.faults !== undefined ? undefined : `needs the hook ${needs}`

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message || error.name : typeof error === "string" ? error : JSON.stringify(error)

/** Runs one case on a store of its own; rejects with a sentence that begins with the case's id. */
export const runCase = async <S extends Store.StoreShape>(
  subject: Subject<S>,
  { id, run }: Case,
  seed: number,
  through: Through = (store) => store
): Promise<void> => {
  const whole = Effect.gen(function* () {
    const store = yield* asked(subject.open)
    const world: World = {
      store: through(store),
      peek: subject.peek(store),
      faults: subject.faults?.(store),
      seed
    }
    yield* run(world)
  })
  try {
    await Effect.runPromise(whole.pipe(Effect.scoped, Effect.timeout(subject.timeoutMs ?? 60_000)))
  } catch (error) {
    throw new Error(`${id}: ${messageOf(error)}`, { cause: error })
  }
}
