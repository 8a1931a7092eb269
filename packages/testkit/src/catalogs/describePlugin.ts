/** Proves a plugin: it does each thing that it is asked for, once, however often and however badly the asking goes. */
import { Catalogs, type DeliveryError, type Ids, type Message, type Plugin, type RewardKind } from "@goodword/core"
import type { PromisePlugin } from "@goodword/core/promise"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import fc from "fast-check"
import type { Runner } from "../describeStore.ts"
import { holds, same, show, Unmet } from "../expectations.ts"
import { deliveries } from "../generators/deliveries.ts"
import type { Verdict } from "../Verdict.ts"
import { asked, type Reply } from "../World.ts"
import { describeSuite, type Options, proveSuite, type Suite, type Trial, trials } from "./Suite.ts"
import { writtenOf } from "./terms.ts"
import { programWith, Till } from "./till.ts"

/** Each breaks what the plugin does next outside, once. */
export interface PluginFaults {
  /** The other side cannot be reached: nothing is done there. */
  readonly loseConnection: () => Reply<void>
  /** The other side does it, and its answer never comes. */
  readonly loseAnswer: () => Reply<void>
}

/** What is around a plugin. */
export interface Outside extends Options {
  /** How many effects there have been at the other side up to now: ask it, not the plugin. */
  readonly effects: () => Reply<number>
  /** Without these the verdict is incomplete, whatever else passes. */
  readonly faults?: PluginFaults
  /** The opaque id of somebody whom the plugin can serve; `psn_1` unless given. */
  readonly person?: string
  /** The shops that it serves; `default` and `other` unless given. With one, nothing asks whether they are kept apart. */
  readonly tenants?: readonly [string, ...string[]]
  /** Reward kinds of the store's own, whose intents it takes. */
  readonly kinds?: readonly RewardKind.AnyRewardKind[]
}

type AnyPlugin = Plugin | PromisePlugin

interface Given {
  readonly seed: number
  readonly plugin: AnyPlugin
  readonly outside: Outside
  /** Messages that nobody has seen yet; what is withdrawn was issued before. */
  readonly messages: () => readonly Message.Intent[]
}

/** What the engine says of one reward of each kind: that it is given, and that it is taken away again. */
const intentsOf = (kind: RewardKind.AnyRewardKind): readonly Message.Intent[] => {
  const { rewards } = Catalogs.builtIn
  const catalogs = { ...Catalogs.builtIn, rewards: new Map([...rewards, [kind.kind, kind]]) }
  return kind.examples.flatMap(({ terms, total, worth }) => {
    if (worth === null || total.minor === 0n) return []
    const give = { ...writtenOf(kind.terms, terms), kind: kind.kind }
    const till = new Till(programWith({ advocate: { give } }), catalogs)
    till.refund(till.sell({ cart: total }))
    return till.intents
  })
}

const givenOf = (plugin: AnyPlugin, outside: Outside, seed: number, nextRound: () => number): Given => {
  const kinds = [...Catalogs.builtIn.rewards.values(), ...(outside.kinds ?? [])]
  const intents = kinds.flatMap(intentsOf).filter(({ intent }) => plugin.intents.includes(intent))
  const person = (outside.person ?? "psn_1") as Ids.PersonId
  const messages = (): readonly Message.Intent[] => {
    const order = `ord_${seed}_${nextRound()}` as Ids.OrderId
    const seen = new Map<string, number>()
    return intents.map((message) => {
      const nth = (seen.get(message.id) ?? 0) + 1
      seen.set(message.id, nth)
      const reward = `${message.reward}/${order}/${nth}`
      return { ...message, id: message.id.replace(message.reward, reward), reward, order, person }
    })
  }
  return { plugin, outside, seed, messages }
}

const tenantsOf = ({ outside }: Given): readonly [Ids.Tenant, ...Ids.Tenant[]] =>
  (outside.tenants ?? ["default", "other"]) as unknown as readonly [Ids.Tenant, ...Ids.Tenant[]]

type Answer = { readonly _tag: "Done" } | { readonly _tag: "Failed"; readonly error: DeliveryError }

/** Delivers a message; what is thrown, and what fails with anything else, is no answer. */
const deliver = (given: Given, message: Message.Intent, tenant = tenantsOf(given)[0]): Effect.Effect<Answer, unknown> =>
  asked(() => given.plugin.deliver(tenant, message)).pipe(
    Effect.exit,
    Effect.flatMap((exit): Effect.Effect<Answer, unknown> => {
      if (Exit.isSuccess(exit)) return Effect.succeed({ _tag: "Done" })
      const error = Option.getOrUndefined(Cause.findErrorOption(exit.cause)) as Partial<DeliveryError> | undefined
      if (error?._tag === "DeliveryError") return Effect.succeed({ _tag: "Failed", error: error as DeliveryError })
      const thrown = Cause.squash(exit.cause)
      const text = thrown instanceof Error ? thrown.message : show(thrown)
      return Effect.fail(new Unmet(`${message.intent} is answered with no DeliveryError, but: ${text}`))
    })
  )

const done = (given: Given, message: Message.Intent, tenant?: Ids.Tenant): Effect.Effect<void, unknown> =>
  Effect.map(deliver(given, message, tenant), (answer) => {
    if (answer._tag === "Failed") throw new Unmet(`${message.intent} fails: ${show(answer.error.message)}`)
  })

/** How many effects something has. */
const effectsOf = <A>(given: Given, run: Effect.Effect<A, unknown>): Effect.Effect<number, unknown> =>
  Effect.gen(function* () {
    const before = yield* asked(given.outside.effects)
    yield* run
    return (yield* asked(given.outside.effects)) - before
  })

/** Those of one round that give something: they depend on nothing that came before. */
const issues = (given: Given): readonly Message.Intent[] => given.messages().filter(({ id }) => id.endsWith("/issue"))

const one = (given: Given): Message.Intent => {
  const [first] = issues(given)
  if (first === undefined) throw new Unmet("no reward kind asks for any of the plugin's intents: name yours in `kinds`")
  return first
}

const intents: readonly Trial<Given>[] = trials("intents", {
  "are-all-asked-for": (given) => {
    const known = new Set(given.messages().map(({ intent }) => intent))
    const strange = given.plugin.intents.filter((intent) => !known.has(intent))
    same(strange, [], "intents that no reward kind asks for; give the kinds of your own in `kinds`")
  },
  "are-each-done-once": (given) =>
    Effect.forEach(
      given.messages(),
      (message) =>
        Effect.map(effectsOf(given, done(given, message)), (count) => same(count, 1, `effects of ${message.intent}`)),
      { discard: true }
    )
})

const keys: readonly Trial<Given>[] = trials("keys", {
  "the-same-key-again-has-no-effect": (given) =>
    Effect.forEach(
      given.messages(),
      (message) => {
        const twice = Effect.andThen(done(given, message), done(given, message))
        return Effect.map(effectsOf(given, twice), (count) =>
          same(count, 1, `effects of ${message.intent}, told twice`)
        )
      },
      { discard: true }
    ),
  "the-same-key-at-once-has-one-effect": (given) => {
    const message = one(given)
    const racers = Effect.all(
      Array.from({ length: 8 }, () => deliver(given, message)),
      { concurrency: "unbounded" }
    )
    // Whoever was turned away is asked again, as the engine does.
    const all = Effect.andThen(racers, done(given, message))
    return Effect.map(effectsOf(given, all), (count) => same(count, 1, "effects of one key, told eight times at once"))
  },
  "another-key-is-another-effect": (given) => {
    const both = Effect.andThen(done(given, one(given)), done(given, one(given)))
    return Effect.map(effectsOf(given, both), (count) => same(count, 2, "effects of two rewards of the same amount"))
  },
  "another-shop-is-another-effect": (given) => {
    const message = one(given)
    const tenants = tenantsOf(given)
    const all = Effect.forEach(tenants, (tenant) => done(given, message, tenant))
    const what = `effects of one key in ${tenants.length} shops`
    return Effect.map(effectsOf(given, all), (count) => same(count, tenants.length, what))
  },
  "survive-a-bad-network": (given) => {
    const sent = [...issues(given), ...issues(given)].slice(0, 12)
    const [order = []] = fc.sample(deliveries(sent), { seed: given.seed, numRuns: 1 })
    const all = Effect.forEach(order, ({ message }) => done(given, message))
    const what = "effects of messages that came twice and in another order"
    return Effect.map(effectsOf(given, all), (count) => same(count, sent.length, what))
  }
})

/** What a message may look like after it was damaged. */
const damages: readonly (readonly [what: string, change: object])[] = [
  ["no amount", { amount: undefined }],
  ["an amount as text", { amount: "10.00 USD" }],
  ["an amount with text for its size", { amount: { minor: "1000", unit: "USD" } }],
  ["an amount below zero", { amount: { minor: -1n, unit: "USD" } }],
  ["an amount of nothing known", { amount: { minor: 1n, unit: "NOPE" } }],
  ["no person", { person: undefined }],
  ["an empty person", { person: "" }]
]

const bodies: readonly Trial<Given>[] = trials("bodies", {
  "are-malformed-when-damaged": (given) =>
    Effect.forEach(
      damages,
      ([what, change]) =>
        Effect.gen(function* () {
          const damaged = { ...one(given), ...change } as Message.Intent
          let answer: Answer | undefined
          const told = Effect.map(deliver(given, damaged), (got) => {
            answer = got
          })
          same(yield* effectsOf(given, told), 0, `effects of a message with ${what}`)
          const reason = answer?._tag === "Failed" ? answer.error.reason : "done"
          same(reason, "Malformed", `a message with ${what}`)
        }),
      { discard: true }
    ),
  "of-other-intents-are-refused": (given) =>
    Effect.gen(function* () {
      const strange = { ...one(given), intent: "NobodyTakesThis" }
      const answer = yield* deliver(given, strange)
      const isFinal = answer._tag === "Failed" && !answer.error.isRetryable
      holds(isFinal, "an intent that the plugin does not take must fail, and not be tried again")
    })
})

const failures: readonly Trial<Given>[] = trials("failures", {
  "are-tried-again": { needs: "loseConnection", run: (given) => broken(given, "loseConnection") },
  "a-lost-answer-has-one-effect": { needs: "loseAnswer", run: (given) => broken(given, "loseAnswer") }
})

const broken = (given: Given, fault: keyof PluginFaults): Effect.Effect<void, unknown> =>
  Effect.gen(function* () {
    const message = one(given)
    const { faults } = given.outside
    if (faults === undefined) throw new Unmet(`needs the hook ${fault}`)
    const before = yield* asked(given.outside.effects)
    const effects = Effect.map(asked(given.outside.effects), (count) => count - before)
    yield* asked(faults[fault])
    const answer = yield* deliver(given, message)
    // What is told as done is never asked for again; a plugin may have tried once more by itself.
    if (answer._tag === "Done") same(yield* effects, 1, `effects of ${message.intent}, told as done after ${fault}`)
    else same(answer.error.reason, "Unavailable", `${message.intent} after ${fault}`)
    yield* done(given, message)
    same(yield* effects, 1, `effects of one message that is told again after ${fault}`)
  })

export const pluginCases: readonly Trial<Given>[] = [...intents, ...keys, ...bodies, ...failures]

const suiteOf = (plugin: AnyPlugin, outside: Outside): Suite<Given> => {
  // One plugin serves all cases, and has seen the messages of those before.
  let rounds = 0
  return {
    name: `plugin ${plugin.id}`,
    trials: pluginCases,
    given: (seed) => givenOf(plugin, outside, seed, () => ++rounds),
    hooks: new Set(outside.faults === undefined ? [] : ["loseConnection", "loseAnswer"])
  }
}

/** Describes a plugin to a test runner; its outside should be a fresh one. */
export const describePlugin = (plugin: AnyPlugin, runner: Runner, outside: Outside): void =>
  describeSuite(suiteOf(plugin, outside), runner, outside)

/** The same without a test runner. */
export const provePlugin = (plugin: AnyPlugin, outside: Outside): Promise<Verdict> =>
  proveSuite(suiteOf(plugin, outside), outside)
