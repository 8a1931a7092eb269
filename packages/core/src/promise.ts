/**
 * Goodword for those who write Promises: the same doors, the same answers, the same errors, which reject as they are
 * (`error._tag` tells them apart).
 *
 * @module
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import type * as Audit from "./audit/Audit.ts"
import type { Report } from "./audit/Report.ts"
import type { Tenant } from "./domain/Ids.ts"
import type { Intent, Payment, TierNews } from "./domain/Message.ts"
import type * as Program from "./domain/Program.ts"
import type { Doors } from "./engine/Doors.ts"
import { InvalidInput } from "./engine/EngineError.ts"
import * as Engine from "./engine/Goodword.ts"
import type * as Input from "./engine/Input.ts"
import type * as Output from "./engine/Output.ts"
import type { Payouts } from "./engine/Payouts.ts"
import type { Prizes } from "./engine/Prizes.ts"
import type { Readings } from "./engine/Readings.ts"
import type { Delivered } from "./engine/Relay.ts"
import type { Verdict } from "./engine/Replay.ts"
import type { DirectoryShape } from "./ports/Directory.ts"
import type { Plugin } from "./ports/Plugin.ts"
import { DeliveryError } from "./ports/PortError.ts"
import type { PlacedEvent, StoreShape } from "./ports/Store.ts"

export { type Clock, type MovableClock, movableClock } from "./engine/Clock.ts"
export type * as DraftInput from "./engine/DraftInput.ts"
export type * as DraftOutput from "./engine/DraftOutput.ts"
export type { DoorError } from "./engine/EngineError.ts"
export type * as Input from "./engine/Input.ts"
export type * as Output from "./engine/Output.ts"
export type * as ReadingOutput from "./engine/ReadingOutput.ts"

/**
 * A plugin written with Promises. It rejects where it could not do what it was asked to: with a `DeliveryError`, which
 * says whether trying again can help, or with anything else, which is tried again.
 */
export interface PromisePlugin extends Omit<Plugin, "deliver" | "pay" | "tellTier"> {
  readonly deliver: (tenant: Tenant, message: Intent) => Promise<void>
  readonly pay?: (tenant: Tenant, payment: Payment) => Promise<void>
  readonly tellTier?: (tenant: Tenant, news: TierNews) => Promise<void>
}

export interface OpenOptions extends Omit<Engine.Options, "plugins"> {
  /** Written with Promises or with Effect. */
  readonly plugins?: readonly (Plugin | PromisePlugin)[]
  readonly store: StoreShape & { readonly directory?: DirectoryShape }
  /** The store's own, unless another is given. */
  readonly directory?: DirectoryShape
}

export interface CallOptions {
  /** Stops waiting. What was asked may still be done: ask again with the same key to know. */
  readonly signal?: AbortSignal
}

/** A door as a function that answers with a Promise. */
type Promised<D> = D extends (input: infer I) => Effect.Effect<infer A, infer _E>
  ? (input: I, options?: CallOptions) => Promise<A>
  : never

type AllDoors = Doors & Readings & Payouts & Prizes

type PromisedDoors = {
  readonly [Name in Exclude<keyof AllDoors, "publish">]: Promised<AllDoors[Name]>
}

export interface Goodword extends PromisedDoors {
  readonly tenant: string
  /** Publishes a new version, at once or from a time on; `dryRun` only tells what it would do. */
  readonly publish: (
    program: Program.Program | Program.Input,
    options?: Input.Publishing & CallOptions
  ) => Promise<Output.Published>
  /** The same engine for another shop of a platform. */
  readonly forTenant: (tenant: string) => Promise<Goodword>
  /** Delivers what is due now: ends of holds, reviews that nobody answered, messages to plugins. */
  readonly runDue: (options?: CallOptions) => Promise<Delivered>
  /** Makes statements and whatever else is only read anew from the log; answers whether that is done, or to be asked again. */
  readonly rebuildReadings: (options?: CallOptions) => Promise<boolean>
  /** Proves the stored facts and balances from the events. */
  readonly replay: (options?: CallOptions) => Promise<Verdict>
  /** Audits the books by a model of its own: finds what is wrong in the log itself, too. */
  readonly audit: (options?: Audit.Options & CallOptions) => Promise<Report>
  /** The log after a place. */
  readonly events: (
    after: number,
    limit: number,
    options?: CallOptions
  ) => Promise<{ readonly events: readonly PlacedEvent[]; readonly next: number }>
  /** Finishes what is under way, refuses what is new, and stops looking for due messages. */
  readonly close: () => Promise<void>
}

/**
 * Opens Goodword over a store.
 *
 * @example
 * import { memoryStore } from "@goodword/adapter-memory"
 * import { Goodword } from "@goodword/core/promise"
 * const goodword = await Goodword.open({ store: memoryStore() })
 * goodword.tenant // => "default"
 * await goodword.close()
 */
export const open = async (options: OpenOptions): Promise<Goodword> => {
  const { store } = options
  if (store === undefined) {
    throw new InvalidInput({ issues: [{ path: "store", message: "is missing: give a store, such as memoryStore()" }] })
  }
  const directory = options.directory ?? store.directory
  if (directory === undefined) {
    const message = `is missing: the ${store.name} store keeps no people, so give a directory that does`
    throw new InvalidInput({ issues: [{ path: "directory", message }] })
  }
  const scope = Scope.makeUnsafe()
  try {
    const engine = await run(
      Effect.provideService(
        Engine.open(store, directory, { ...options, plugins: (options.plugins ?? []).map(effectful) }),
        Scope.Scope,
        scope
      )
    )
    return promised(engine, () => Effect.runPromise(Scope.close(scope, Exit.void)))
  } catch (error) {
    await Effect.runPromise(Scope.close(scope, Exit.void))
    throw error
  }
}

export const Goodword = { open }

const effectful = ({ deliver, pay, tellTier, ...plugin }: Plugin | PromisePlugin): Plugin => ({
  ...plugin,
  deliver: (tenant, message) => awaited(() => deliver(tenant, message)),
  ...(pay === undefined ? {} : { pay: (tenant: Tenant, payment: Payment) => awaited(() => pay(tenant, payment)) }),
  ...(tellTier === undefined
    ? {}
    : { tellTier: (tenant: Tenant, news: TierNews) => awaited(() => tellTier(tenant, news)) })
})

const awaited = (
  deliver: () => Effect.Effect<void, DeliveryError> | Promise<void>
): Effect.Effect<void, DeliveryError> =>
  Effect.suspend(() => {
    const delivering = deliver()
    return Effect.isEffect(delivering)
      ? delivering
      : Effect.tryPromise({ try: () => delivering, catch: asDeliveryError })
  })

const asDeliveryError = (cause: unknown): DeliveryError =>
  cause instanceof DeliveryError
    ? cause
    : new DeliveryError({ reason: "Unavailable", message: cause instanceof Error ? cause.message : `${cause}`, cause })

/** Runs a door. An abort rejects with the signal's own reason. */
const run = async <A, E>(effect: Effect.Effect<A, E>, { signal }: CallOptions = {}): Promise<A> => {
  signal?.throwIfAborted()
  try {
    return await Effect.runPromise(effect, signal === undefined ? undefined : { signal })
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}

const promised = (engine: Engine.Shape, close: () => Promise<void>): Goodword => {
  const door =
    <I, A, E>(of: (input: I) => Effect.Effect<A, E>) =>
    (input: I, options?: CallOptions): Promise<A> =>
      run(of(input), options)
  return {
    tenant: engine.tenant,
    publish: (program, { signal, ...options } = {}) =>
      run(engine.publish(program, options), signal === undefined ? {} : { signal }),
    pause: door(engine.pause),
    resume: door(engine.resume),
    archive: door(engine.archive),
    reprice: door(engine.reprice),
    settleTiers: door(engine.settleTiers),
    saveDraft: door(engine.saveDraft),
    draft: door(engine.draft),
    discardDraft: door(engine.discardDraft),
    publishDraft: door(engine.publishDraft),
    program: door(engine.program),
    programs: door(engine.programs),
    reveal: door(engine.reveal),
    lottery: door(engine.lottery),
    enroll: door(engine.enroll),
    touch: door(engine.touch),
    signedUp: door(engine.signedUp),
    quote: door(engine.quote),
    lock: door(engine.lock),
    unlock: door(engine.unlock),
    orderPaid: door(engine.orderPaid),
    orderChanged: door(engine.orderChanged),
    orderRefunded: door(engine.orderRefunded),
    orderCanceled: door(engine.orderCanceled),
    disputeOpened: door(engine.disputeOpened),
    disputeClosed: door(engine.disputeClosed),
    openReview: door(engine.openReview),
    closeReview: door(engine.closeReview),
    setListed: door(engine.setListed),
    choose: door(engine.choose),
    redeem: door(engine.redeem),
    spend: door(engine.spend),
    exchange: door(engine.exchange),
    unspend: door(engine.unspend),
    explain: door(engine.explain),
    standing: door(engine.standing),
    openPayout: door(engine.openPayout),
    selectPayout: door(engine.selectPayout),
    approvePayout: door(engine.approvePayout),
    markPaid: door(engine.markPaid),
    markFailed: door(engine.markFailed),
    closePayout: door(engine.closePayout),
    payout: door(engine.payout),
    payoutCsv: door(engine.payoutCsv),
    setTaxThresholds: door(engine.setTaxThresholds),
    fileTaxDetails: door(engine.fileTaxDetails),
    taxReport: door(engine.taxReport),
    taxReportCsv: door(engine.taxReportCsv),
    statement: door(engine.statement),
    balances: door(engine.balances),
    leaderboard: door(engine.leaderboard),
    awardPrizes: door(engine.awardPrizes),
    forTenant: async (tenant) => promised(await run(engine.forTenant(tenant)), close),
    runDue: (options) => run(engine.runDue, options),
    rebuildReadings: (options) => run(engine.rebuildReadings, options),
    replay: (options) => run(engine.replay, options),
    audit: (options) => run(engine.audit(options), options),
    events: (after, limit, options) => run(engine.events(after, limit), options),
    close
  }
}
