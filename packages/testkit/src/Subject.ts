/** A store that is to be proved, and how one case is run on a fresh one. */
import type { Store } from "@goodword/core"
import * as Effect from "effect/Effect"
import * as Scope from "effect/Scope"
import type { Case } from "./Case.ts"
import { messageOf } from "./expectations.ts"
import { asked, type Faults, type Peek, type Reply, type World } from "./World.ts"

export interface Subject<S extends Store.StoreShape = Store.StoreShape> {
  readonly name: string
  /** A fresh, empty store for each case. An Effect may ask for a scope, which is closed when the case is over. */
  readonly open: () => Reply<S, Scope.Scope>
  /** Reads the rows of the store that was opened, past the store's own code. */
  readonly peek: (store: S) => Peek
  /** Without these the verdict is incomplete, whatever else passes. */
  readonly faults?: (store: S) => Faults
  /**
   * The same rows through another handle, as a second process has them, or the next one. For a database, another
   * connection; without this the verdict is incomplete.
   */
  readonly another?: (store: S) => Reply<Store.StoreShape, Scope.Scope>
  /** Brings the tables up to date, as every start does. For stores that have migrations. */
  readonly migrate?: (store: S) => Reply<void>
  /** Why a case is left out, by its id. What `isRequired` cannot be. */
  readonly skip?: Readonly<Record<string, string>>
  /** Repeats the random cases of an earlier run; drawn unless given. */
  readonly seed?: number
  /**
   * How often each random case is run; unless given, 20 times or as often as a third of `timeoutMs` lets it. Whoever asks
   * for a number gets it: a case that makes fewer in two thirds of `timeoutMs` fails. The suite takes its time by it.
   */
  readonly runs?: number
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
    if (found.isRequired) throw new Error(`"${id}" cannot be skipped: money, tenants or what is erased hang on it`)
    if (reason.trim() === "") throw new Error(`skip of "${id}" needs a reason`)
  }
  return skip
}

const timeoutOf = ({ timeoutMs }: { readonly timeoutMs?: number }): number => timeoutMs ?? 60_000

/** How often random cases are run, and for how long: the rest of the time is for whatever is under way at its end. */
export const runsOf = (subject: Pick<Subject, "runs" | "timeoutMs">): Pick<World, "isAsked" | "runs" | "runsMs"> => {
  const isAsked = subject.runs !== undefined
  const runsMs = Math.floor((timeoutOf(subject) * (isAsked ? 2 : 1)) / 3)
  return { isAsked, runs: subject.runs ?? 20, runsMs }
}

/** Those that a store of this kind has to keep: one without migrations has none to run again. */
export const casesFor = <S extends Store.StoreShape>(subject: Subject<S>, cases: readonly Case[]): readonly Case[] =>
  cases.filter(({ needs }) => needs !== "migrate" || subject.migrate !== undefined)

/** Why a case cannot run on this subject; `undefined` where it can. */
export const missingFor = <S extends Store.StoreShape>(subject: Subject<S>, { needs }: Case): string | undefined => {
  if (needs === undefined) return undefined
  const hook = needs === "another" || needs === "migrate" ? subject[needs] : subject.faults
  return hook === undefined ? `needs the hook ${needs}` : undefined
}

/**
 * Why a case is left for later: whole engines on a store that fails simpler cases run into their time limits, one after
 * the other, and tell nothing new.
 */
export const lateFor = ({ area }: Case, outcomes: ReadonlyMap<string, string | undefined>): string | undefined => {
  if (area !== "engines") return undefined
  for (const [id, failure] of outcomes) {
    if (failure !== undefined && !id.startsWith("engines/")) return `comes when ${id} and its like pass`
  }
  return undefined
}

/** Runs one case on a store of its own; rejects with a sentence that begins with the case's id. */
export const runCase = async <S extends Store.StoreShape>(
  subject: Subject<S>,
  { id, run }: Case,
  seed: number,
  through: Through = (store) => store
): Promise<void> => {
  const whole = Effect.gen(function* () {
    const scope = yield* Effect.scope
    const store = yield* asked(subject.open)
    const { another, migrate } = subject
    const seen = through(store)
    // Opened when it is first asked for, and once: it may be a pool of connections.
    const second = yield* Effect.cached(
      another === undefined
        ? Effect.succeed(seen)
        : asked(() => another(store)).pipe(Scope.provide(scope), Effect.map(through))
    )
    const world: World = {
      store: seen,
      peek: subject.peek(store),
      faults: subject.faults?.(store),
      another: second,
      migrate: migrate === undefined ? undefined : () => migrate(store),
      seed,
      ...runsOf(subject)
    }
    yield* run(world)
  })
  try {
    await Effect.runPromise(whole.pipe(Effect.scoped, Effect.timeout(timeoutOf(subject))))
  } catch (error) {
    throw new Error(`${id}: ${messageOf(error)}`, { cause: error })
  }
}
