/** A list of cases over something other than a store: run by a test runner, or by itself, and ending in a verdict. */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { Case } from "../Case.ts"
import type { Runner } from "../describeStore.ts"
import { seedOf } from "../Subject.ts"
import * as Verdict from "../Verdict.ts"
import type { Reply } from "../World.ts"

/** A case is data: it can be listed, counted, and quoted by its id in a bug report. */
export interface Trial<Given> {
  /** `area/what`, never renamed. */
  readonly id: string
  readonly area: string
  /** The hook without which it cannot run; the verdict is then incomplete. */
  readonly needs?: string
  /** Fails or throws where the promise is not kept. */
  readonly run: (given: Given) => Reply<void, Scope.Scope>
}

/** What a case of an area is given; the rest follows from the area. */
type Part<Given> = Trial<Given>["run"] | Pick<Trial<Given>, "needs" | "run">

/** The cases of one area, each under its name. */
export const trials = <Given>(area: string, parts: Readonly<Record<string, Part<Given>>>): readonly Trial<Given>[] =>
  Object.entries(parts).map(([what, part]) => ({
    id: `${area}/${what}`,
    area,
    ...(typeof part === "function" ? { run: part } : part)
  }))

export interface Options {
  /** Repeats the random cases of an earlier run; drawn unless given. */
  readonly seed?: number
}

export interface Suite<Given> {
  readonly name: string
  readonly trials: readonly Trial<Given>[]
  /** What a case works on, fresh for each. */
  readonly given: (seed: number) => Reply<Given, Scope.Scope>
  readonly hooks?: ReadonlySet<string>
}

const answer = async <A>(reply: Reply<A, Scope.Scope>): Promise<A> =>
  Effect.isEffect(reply)
    ? Effect.runPromise(Effect.scoped(reply as Effect.Effect<A, unknown, Scope.Scope>))
    : (reply as A | Promise<A>)

const asEffect = <A>(reply: Reply<A, Scope.Scope>): Effect.Effect<A, unknown, Scope.Scope> =>
  Effect.isEffect(reply)
    ? (reply as Effect.Effect<A, unknown, Scope.Scope>)
    : Effect.tryPromise({ try: async () => reply as A | Promise<A>, catch: (error) => error })

/** What is opened lives as long as the case. A case without effects runs as a plain call, needing no runtime. */
const running = <Given>({ given }: Suite<Given>, { run }: Trial<Given>, seed: number): Promise<void> => {
  const opened = given(seed)
  return Effect.isEffect(opened) || opened instanceof Promise
    ? answer(Effect.flatMap(asEffect(opened), (one) => asEffect(run(one))))
    : answer(run(opened as Given))
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message || error.name : `${error}`)

interface Run<Given> {
  readonly suite: Suite<Given>
  readonly seed: number
  readonly outcomes: Map<string, string | undefined>
  readonly unproved: Map<string, string>
}

const begin = <Given>(suite: Suite<Given>, options: Options): Run<Given> => {
  const missing = suite.trials.flatMap(({ id, needs }) =>
    needs === undefined || suite.hooks?.has(needs) === true ? [] : [[id, `needs the hook ${needs}`] as const]
  )
  return { suite, seed: seedOf(options), outcomes: new Map(), unproved: new Map(missing) }
}

/** Rejects with a sentence that begins with the case's id. */
const attempt = async <Given>({ outcomes, seed, suite }: Run<Given>, trial: Trial<Given>): Promise<void> => {
  outcomes.set(trial.id, "did not finish")
  try {
    await running(suite, trial, seed)
    outcomes.set(trial.id, undefined)
  } catch (error) {
    const message = `${trial.id}: ${messageOf(error)}`
    outcomes.set(trial.id, message)
    throw new Error(message, { cause: error })
  }
}

const verdictOf = <Given>({ outcomes, seed, suite, unproved }: Run<Given>): Verdict.Verdict =>
  // A verdict looks at the ids and areas of its cases, which are the same here.
  Verdict.of({
    store: suite.name,
    seed,
    cases: suite.trials as unknown as readonly Case[],
    outcomes,
    skip: {},
    unproved
  })

/** One test for each case, and at the end one for the verdict. */
export const describeSuite = <Given>(suite: Suite<Given>, runner: Runner, options: Options = {}): void => {
  const run = begin(suite, options)
  runner.describe(`${suite.name}, seed ${run.seed}`, () => {
    for (const trial of suite.trials) if (!run.unproved.has(trial.id)) runner.it(trial.id, () => attempt(run, trial))
    runner.it("verdict", async () => {
      if (runner.report !== undefined) await answer(runner.report(verdictOf(run)))
    })
  })
}

/** The same without a test runner. */
export const proveSuite = async <Given>(suite: Suite<Given>, options: Options = {}): Promise<Verdict.Verdict> => {
  const run = begin(suite, options)
  for (const trial of suite.trials) {
    // What it said is in the verdict.
    if (!run.unproved.has(trial.id)) await attempt(run, trial).catch(() => undefined)
  }
  return verdictOf(run)
}
