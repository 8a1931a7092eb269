/**
 * The engine with its doors: what a store opens, and closes when it is done.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import type * as Scope from "effect/Scope"
import * as Audit from "../audit/Audit.ts"
import type { Report } from "../audit/Report.ts"
import * as Catalogs from "../domain/Catalogs.ts"
import * as Ids from "../domain/Ids.ts"
import type * as Program from "../domain/Program.ts"
import { Directory, type DirectoryShape } from "../ports/Directory.ts"
import type { Plugin } from "../ports/Plugin.ts"
import type { StoreError } from "../ports/PortError.ts"
import { type PlacedEvent, Store, type StoreShape } from "../ports/Store.ts"
import * as Clock from "./Clock.ts"
import * as Codes from "./Codes.ts"
import * as Combiner from "./Combiner.ts"
import * as Doors from "./Doors.ts"
import { type DoorError, InvalidInput } from "./EngineError.ts"
import * as Input from "./Input.ts"
import * as LastSeen from "./LastSeen.ts"
import * as Payouts from "./Payouts.ts"
import * as Prizes from "./Prizes.ts"
import * as Reader from "./Reader.ts"
import * as Readings from "./Readings.ts"
import * as Relay from "./Relay.ts"
import * as Replay from "./Replay.ts"
import * as Seeds from "./Seeds.ts"

export interface Options {
  /** Published if they are unknown; refused, with the differences, if they are published otherwise. */
  readonly programs?: readonly (Program.Program | Program.Input)[]
  /** The shop on a platform that the doors belong to; `default` unless said otherwise. */
  readonly tenant?: string
  /** Reward kinds, conditions and attribution models of the store's own. */
  readonly extensions?: Catalogs.Extensions
  readonly plugins?: readonly Plugin[]
  readonly clock?: Clock.Clock
  /** Where an advocate's link leads: the code is added as `ref`. */
  readonly landing?: string
  /** How often to look for messages that are due, in milliseconds; 0: only when `runDue` is called. 1,000 unless said otherwise. */
  readonly pollMs?: number
  /** Makes ids, candidate codes and seeds of lotteries; random unless given. */
  readonly ids?: { readonly newId: () => string; readonly newCode: () => string; readonly newSeed?: () => string }
}

export interface Shape extends Doors.Doors, Readings.Readings, Payouts.Payouts, Prizes.Prizes {
  readonly tenant: string
  /** The same engine for another shop. */
  readonly forTenant: (tenant: string) => Effect.Effect<Shape, DoorError>
  /** Delivers what is due now, over all tenants: ends of holds, reviews that nobody answered, messages to plugins. */
  readonly runDue: Effect.Effect<Relay.Delivered, StoreError>
  /** Makes statements and whatever else is only read anew from the log; answers whether that is done, or to be asked again. */
  readonly rebuildReadings: Effect.Effect<boolean, StoreError>
  /** Proves the stored facts and balances from the events. */
  readonly replay: Effect.Effect<Replay.Verdict, StoreError>
  /** Audits the books by a model of its own: finds what is wrong in the log itself, too. */
  readonly audit: (options?: Audit.Options) => Effect.Effect<Report, StoreError>
  /** The log after a place, for consumers of their own. */
  readonly events: (
    after: number,
    limit: number
  ) => Effect.Effect<{ readonly events: readonly PlacedEvent[]; readonly next: number }, StoreError>
}

export class Goodword extends Context.Service<Goodword, Shape>()("@goodword/core/engine/Goodword") {
  /** Goodword over whatever store and directory are provided. */
  static readonly layer = (options: Options = {}): Layer.Layer<Goodword, DoorError, Store | Directory> =>
    Layer.effect(
      Goodword,
      Effect.gen(function* () {
        return yield* open(yield* Store, yield* Directory, options)
      })
    )
}

const randomIds = { newId: () => crypto.randomUUID() as string, newCode: Codes.newCode, newSeed: Seeds.newSeed }

/** Opens the engine; it lives as long as the scope. */
export const open = Effect.fn("Goodword.open")(function* (
  store: StoreShape,
  directory: DirectoryShape,
  options: Options
): Effect.fn.Return<Shape, DoorError, Scope.Scope> {
  const scope = yield* Effect.scope
  const catalogs = Catalogs.make(options.extensions ?? {})
  if (Result.isFailure(catalogs)) {
    return yield* new InvalidInput({ issues: [{ path: "extensions", message: catalogs.failure.message }] })
  }
  const plugins = options.plugins ?? []
  yield* checkPlugins(plugins)
  const ids = { ...randomIds, ...options.ids }
  const clock = options.clock ?? Clock.system
  const now = (): ReturnType<typeof Clock.read> => Clock.read(clock)
  const combiners = new Map<string, Combiner.Combiner>()
  const room = LastSeen.room()
  let isClosed = false
  const combinerOf = (tenant: Ids.Tenant): Combiner.Combiner => {
    const known = combiners.get(tenant)
    if (known !== undefined) return known
    const config = { store, tenant, catalogs: catalogs.success, plugins, now }
    const made = Combiner.make(config, room.forTenant(), scope)
    // Whoever comes too late is refused, also where nobody had asked for this tenant before.
    if (isClosed) made.close()
    combiners.set(tenant, made)
    return made
  }
  yield* Effect.addFinalizer(() =>
    Effect.sync(() => {
      isClosed = true
      for (const combiner of combiners.values()) combiner.close()
    })
  )
  const relay: Relay.Config = { store, plugins, now, newId: ids.newId, combinerOf }
  const opened = new Map<string, Shape>()
  const readers: Reader.Reader[] = []
  const keepUp = Effect.suspend(() => Reader.keepAllUp(readers))
  const forTenant = Effect.fnUntraced(function* (name: string): Effect.fn.Return<Shape, DoorError> {
    const known = opened.get(name)
    if (known !== undefined) return known
    const tenant = yield* decodeTenant(name)
    const reader = Reader.make({ store, tenant, now })
    const config = { ...ids, tenant, store, directory, combiner: combinerOf(tenant), now, reader }
    const shape: Shape = {
      ...(yield* doorsOf(config, catalogs.success, options)),
      tenant,
      forTenant,
      runDue: Effect.tap(Relay.drain(relay), keepUp),
      rebuildReadings: reader.rebuild,
      replay: Replay.replay(store, tenant),
      audit: (options) => Audit.audit(store, tenant, options),
      events: (after, limit) => store.events(tenant, after, limit)
    }
    opened.set(name, shape)
    readers.push(reader)
    return shape
  })
  const shape = yield* forTenant(options.tenant ?? "default")
  const pollMs = options.pollMs ?? 1_000
  if (pollMs > 0) {
    for (const one of polling(relay, keepUp, pollMs)) yield* Effect.forkIn(one, scope)
  }
  return shape
})

/** The doors of a tenant, once its programs are published. */
const doorsOf = Effect.fnUntraced(function* (
  config: Omit<Doors.Config & Readings.Config, "catalogs" | "landing" | "programs">,
  catalogs: Catalogs.Catalogs,
  { landing, programs }: Options
) {
  const base = { ...config, catalogs, landing, programs: [] }
  const published: Ids.ProgramId[] = []
  const openProgram = Doors.openProgram(base)
  for (const [i, program] of (programs ?? []).entries()) {
    const { program: id } = yield* openProgram(program).pipe(
      Effect.mapError((error) => (error._tag === "InvalidInput" ? within(`programs[${i}]`, error) : error))
    )
    published.push(id)
  }
  const opened = { ...base, programs: published }
  return { ...Doors.make(opened), ...Readings.make(opened), ...Payouts.make(opened), ...Prizes.make(opened) }
})

const within = (place: string, { issues }: InvalidInput): InvalidInput =>
  new InvalidInput({
    issues: issues.map(({ message, path }) => ({ path: path === "" ? place : `${place}.${path}`, message }))
  })

const isTenant = Input.decoder(Ids.Tenant)

const decodeTenant = (name: string): Effect.Effect<Ids.Tenant, InvalidInput> =>
  Effect.mapError(isTenant(name), (error) => within("tenant", error))

/** Each intent has one taker, or it would be done twice; a lane is named like its plugin. */
const checkPlugins = (plugins: readonly Plugin[]): Effect.Effect<void, InvalidInput> => {
  const takers = new Map<string, string>()
  const names = new Set<string>(["engine"])
  for (const [i, plugin] of plugins.entries()) {
    const { id } = plugin
    if (names.has(id)) return refusePlugin(i, `there is a plugin "${id}" already; give this one another id`)
    names.add(id)
    for (const intent of takenBy(plugin)) {
      const other = takers.get(intent)
      if (other !== undefined) return refusePlugin(i, `${intent} is taken by plugin "${other}"; two would do it twice`)
      takers.set(intent, id)
    }
  }
  return Effect.void
}

/** Its intents, and what it does by a method of its own. */
const takenBy = ({ intents, pay, tellTier }: Plugin): readonly string[] => [
  ...intents,
  ...(pay === undefined ? [] : ["payments"]),
  ...(tellTier === undefined ? [] : ["news of tiers"])
]

const refusePlugin = (i: number, message: string): Effect.Effect<never, InvalidInput> =>
  Effect.fail(new InvalidInput({ issues: [{ path: `plugins[${i}]`, message }] }))

const polling = (
  relay: Relay.Config,
  keepUp: Effect.Effect<void, StoreError>,
  everyMs: number
): readonly Effect.Effect<never>[] => [
  ...Relay.lanesOf(relay).map((lane) => poll(Relay.drainLane(relay, lane), "could not deliver what is due", everyMs)),
  poll(keepUp, "could not keep its read models up", everyMs)
]

/** Does it again and again; a store that is away for a while is asked again. */
const poll = <A>(work: Effect.Effect<A, StoreError>, failure: string, everyMs: number): Effect.Effect<never> =>
  work.pipe(
    Effect.catchCause((cause) => Effect.logWarning(`goodword ${failure}; it will try again`, cause)),
    Effect.andThen(Effect.sleep(everyMs)),
    Effect.forever
  )
