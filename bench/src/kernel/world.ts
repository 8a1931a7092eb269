// A program with five offers, advocates with their friends, and a store that is nothing but two maps.
import {
  Catalogs,
  type Command,
  Compile,
  type Context,
  countryIn,
  type Decision,
  decide,
  Facts,
  Instant,
  Key,
  minimumTotal,
  newCustomer,
  Program,
  plan,
  storeCredit
} from "@goodword/core"
import * as Result from "effect/Result"

type Of<Tag extends Command["_tag"]> = Extract<Command, { readonly _tag: Tag }>
export type RecordOrder = Of<"RecordOrder">
export type Person = RecordOrder["person"]
type Programs = Context["programs"]

const offers = [1, 2, 3, 4, 5].map((n) => ({
  id: `offer-${n}`,
  give: storeCredit({ amount: `${n}.00 USD` }),
  when: [minimumTotal({ amount: `${10 * n}.00 USD` }), newCustomer({}), countryIn({ countries: ["US", "CA", "GB"] })]
}))

const program = Result.getOrThrow(
  Program.decode({ id: "spring", timeZone: "America/New_York", advocate: offers, onSilence: "hold" })
)

/** The five rules that every figure about a conversion uses. */
export const compiled: Compile.Compiled = Compile.compile(
  program,
  { version: 1, document: Program.toJson(program) },
  Catalogs.builtIn
)

export const programs: Programs = new Map([[Key.programVersion(compiled.id, 1), compiled]])

const opening = Result.getOrThrow(Instant.parse("2026-03-01T12:00:00Z"))
const second = 1000

/** A moment some seconds after the program was opened. */
export const later = (seconds: number): Instant.Instant => (opening + seconds * second) as Instant.Instant

/** Everything that has been committed. */
export interface World {
  readonly facts: Map<string, unknown>
  readonly counters: Map<string, bigint>
}

export const emptyWorld = (): World => ({ facts: new Map(), counters: new Map() })

/** What a store would load: the keys that `plan` asks for, round by round, into maps of their own. */
export const load = (world: World, commands: readonly Command[], known: Programs = programs): Facts.Facts => {
  const facts = new Map<string, unknown>()
  const counters = new Map<string, bigint>()
  const loaded = Facts.make(facts, counters)
  for (const command of commands) {
    for (let keys = plan(command, loaded, known); keys.facts.length + keys.counters.length > 0; ) {
      for (const key of keys.facts) facts.set(key, world.facts.get(key) ?? null)
      for (const key of keys.counters) counters.set(key, world.counters.get(key) ?? 0n)
      keys = plan(command, loaded, known)
    }
  }
  return loaded
}

/** Decides a command over the world and keeps what follows. */
export const commit = (world: World, command: Command, seconds: number): Decision => {
  const context: Context = { now: later(seconds), programs }
  const decision = Result.getOrThrow(decide(command, load(world, [command]), context))
  for (const [key, fact] of decision.facts) world.facts.set(key, fact)
  for (const { add, key } of decision.counters) world.counters.set(key, (world.counters.get(key) ?? 0n) + add)
  return decision
}

export const publish = (): Command => ({
  _tag: "PublishProgram",
  program: compiled.id,
  document: compiled.document,
  mode: "open",
  at: later(0)
})

const codeOf = (advocate: number): Of<"EnrollAdvocate">["codes"][number] =>
  `CODE-${advocate}` as Of<"EnrollAdvocate">["codes"][number]

export const enroll = (advocate: number): Command => ({
  _tag: "EnrollAdvocate",
  program: compiled.id,
  person: `psn_advocate_${advocate}` as Person,
  codes: [codeOf(advocate)],
  at: later(1)
})

const friendOf = (name: string): Person => `psn_${name}` as Person

export const touch = (name: string, advocate: number, seconds: number): Command => ({
  _tag: "RecordTouch",
  touch: `tch_${name}`,
  code: codeOf(advocate),
  subject: friendOf(name),
  source: "click",
  at: later(seconds)
})

export const signUp = (name: string, seconds: number): Command => ({
  _tag: "RecordSignup",
  person: friendOf(name),
  at: later(seconds)
})

export const order = (name: string, seconds: number): RecordOrder => ({
  _tag: "RecordOrder",
  order: `ord_${name}` as RecordOrder["order"],
  person: friendOf(name),
  total: { minor: 80_00n, unit: "USD" } as RecordOrder["total"],
  country: "US",
  at: later(seconds)
})

/** Orders that a store would be asked about at once, with the facts for all of them loaded. */
export interface Batch {
  readonly orders: readonly RecordOrder[]
  readonly facts: Facts.Facts
}

/** Orders by friends who are new and came by a touch that is remembered. */
export interface Conversions {
  readonly batches: readonly Batch[]
  readonly count: number
  readonly context: Context
}

/**
 * As many conversions as asked for, each of its own friend, in batches of a size.
 *
 * @param signedUp the friends have signed up before they order, so that whom they came by is settled already
 */
export const conversions = (
  world: World,
  { advocates, count, from, size }: Readonly<Record<"count" | "size" | "advocates" | "from", number>>,
  signedUp = false
): Conversions => {
  const names = Array.from({ length: count }, (_, i) => `f${from}_${i}`)
  names.forEach((name, i) => {
    commit(world, touch(name, i % advocates, from + i), from + i)
    if (signedUp) commit(world, signUp(name, from + i), from + i)
  })
  const orders = names.map((name, i) => order(name, from + count + i))
  const batches: Batch[] = []
  for (let i = 0; i + size <= count; i += size) {
    const together = orders.slice(i, i + size)
    batches.push({ orders: together, facts: load(world, together) })
  }
  return { batches, count: batches.length * size, context: { now: later(from + 2 * count), programs } }
}
