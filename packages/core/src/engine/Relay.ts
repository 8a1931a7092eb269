/**
 * Takes messages from the outbox and sees them done: the engine's own wakes become commands, a plugin's messages are
 * delivered to it. At least once, under one id; what fails is tried again with growing pauses, then set aside.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type { Command } from "../domain/Command.ts"
import type { Tenant } from "../domain/Ids.ts"
import type { Instant } from "../domain/Instant.ts"
import type { Request } from "../domain/Message.ts"
import * as Wire from "../domain/Wire.ts"
import type { Plugin } from "../ports/Plugin.ts"
import { DeliveryError } from "../ports/PortError.ts"
import type { ClaimedMessage, StoreShape } from "../ports/Store.ts"
import type { Combiner } from "./Combiner.ts"
import type { EngineError } from "./EngineError.ts"
import * as Lane from "./Lane.ts"

export interface Config {
  readonly store: StoreShape
  readonly plugins: readonly Plugin[]
  readonly now: () => Instant
  readonly newId: () => string
  readonly combinerOf: (tenant: Tenant) => Combiner
}

/** What one run has done. */
export interface Delivered {
  readonly settled: number
  readonly retried: number
  readonly buried: number
}

/** Wakes meet in one batch of the combiner. */
const wakesMax = 256
/** All that a claim of a plugin's messages holds is delivered at once: whatever waited would outlive the claim. */
const deliveriesMax = 8
const leaseMs = 60_000
/** A delivery that takes longer would outlive its claim. */
const deliveryMs = 50_000
const attemptsMax = 10
const firstPauseMs = 1_000
const lastPauseMs = 3_600_000
const pageMax = 64

/** The lanes that are worked on here, each for itself: a slow plugin delays nobody else. */
export const lanesOf = ({ plugins }: Config): readonly string[] => [Lane.engine, ...plugins.map(({ id }) => id)]

/** Works on all lanes until nothing more is due. Everything that one message leads to is due after it, so this ends. */
export const drain = Effect.fn("Relay.drain")(function* (config: Config) {
  // Wakes first: what they release is then delivered in the same run.
  const woken = yield* drainLane(config, Lane.engine)
  const delivered = yield* Effect.forEach(config.plugins, ({ id }) => drainLane(config, id), {
    concurrency: "unbounded"
  })
  return delivered.reduce(sum, woken)
})

/** Works on one lane until nothing more is due in it. */
export const drainLane = Effect.fnUntraced(function* (config: Config, lane: string) {
  let total: Delivered = { settled: 0, retried: 0, buried: 0 }
  for (;;) {
    const ready = yield* config.store.outbox.ready([lane], config.now(), pageMax)
    // What fails for one tenant stops no other in the middle of its work.
    const exits = yield* Effect.forEach(ready, ({ tenant }) => Effect.exit(work(config, tenant, lane)), {
      concurrency: 8
    })
    const done = yield* Effect.all(exits)
    const round = done.reduce(sum, { settled: 0, retried: 0, buried: 0 })
    // Nothing more, or all of it is in other hands.
    if (round.settled + round.retried + round.buried === 0) return total
    total = sum(total, round)
  }
})

const sum = (a: Delivered, b: Delivered): Delivered => ({
  settled: a.settled + b.settled,
  retried: a.retried + b.retried,
  buried: a.buried + b.buried
})

/** One claim of one lane. */
const work = Effect.fnUntraced(function* (config: Config, tenant: Tenant, lane: string) {
  const now = config.now()
  const token = config.newId()
  const until = (now + leaseMs) as Instant
  const limit = lane === Lane.engine ? wakesMax : deliveriesMax
  const claimed = yield* config.store.outbox.claim(tenant, { lane, now, limit, until, token })
  // Whatever the order in which a store hands them out: what fell due first comes first, on every store.
  const messages = claimed.toSorted((a, b) => a.due - b.due || (a.id < b.id ? -1 : 1))
  const one = (message: ClaimedMessage): Effect.Effect<void, EngineError | DeliveryError> =>
    lane === Lane.engine ? wake(config, tenant, message) : deliver(config, tenant, lane, message)
  const exits = yield* Effect.forEach(messages, (message) => Effect.exit(Effect.suspend(() => one(message))), {
    concurrency: limit
  })
  const done = messages.filter((_, i) => Exit.isSuccess(exits[i] as Exit.Exit<void, unknown>))
  const settled =
    done.length === 0
      ? 0
      : yield* config.store.outbox.settle(
          tenant,
          token,
          done.map(({ id }) => id)
        )
  const count = { settled, retried: 0, buried: 0 }
  for (const [i, message] of messages.entries()) {
    const exit = exits[i]
    if (exit === undefined || Exit.isSuccess(exit)) continue
    const isOver = yield* putBack(config, tenant, token, message, exit.cause)
    if (isOver) count.buried++
    else count.retried++
  }
  return count
})

const wake = (config: Config, tenant: Tenant, message: ClaimedMessage): Effect.Effect<void, EngineError> =>
  Effect.asVoid(config.combinerOf(tenant).ask({ command: Wire.decode(message.body) as Command }))

const askOf = (plugin: Plugin, tenant: Tenant, request: Request): Effect.Effect<void, DeliveryError> => {
  if (request._tag === "Payment") return plugin.pay?.(tenant, request) ?? Effect.void
  if (request._tag === "TierNews") return plugin.tellTier?.(tenant, request) ?? Effect.void
  return plugin.deliver(tenant, request)
}

const deliver = (
  config: Config,
  tenant: Tenant,
  lane: string,
  message: ClaimedMessage
): Effect.Effect<void, DeliveryError> => {
  const plugin = config.plugins.find(({ id }) => id === lane)
  if (plugin === undefined) return Effect.void
  const request = Lane.requestOf(message)
  return Effect.timeoutOrElse(askOf(plugin, tenant, request), {
    duration: deliveryMs,
    orElse: () =>
      Effect.fail(
        new DeliveryError({ reason: "Unavailable", message: `plugin "${lane}" did not answer in ${deliveryMs} ms` })
      )
  })
}

/** A plugin says what it likes; a store may not take every character of it. */
const printable = (text: string): string => text.replace(/[^\P{Cc}\n\t]/gu, " ").toWellFormed()

/** Later, or never: answers whether it was set aside. */
const putBack = Effect.fnUntraced(function* (
  config: Config,
  tenant: Tenant,
  token: string,
  message: ClaimedMessage,
  cause: Cause.Cause<EngineError | DeliveryError>
) {
  const error = Option.getOrUndefined(Cause.findErrorOption(cause))
  // A defect of a plugin may pass; a refusal will not.
  const isHopeless = error !== undefined && !error.isRetryable
  if (isHopeless || message.attempts >= attemptsMax) {
    const reason = error === undefined ? Cause.pretty(cause) : `${error._tag}: ${error.message}`
    yield* config.store.outbox.bury(tenant, token, message.id, printable(reason.slice(0, 1_000)))
    return true
  }
  const pause = Math.min(firstPauseMs * 2 ** (message.attempts - 1), lastPauseMs)
  yield* config.store.outbox.retry(tenant, token, message.id, (config.now() + pause) as Instant)
  return false
})
