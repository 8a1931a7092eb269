// Whether what happened before makes a decision dearer, and how fast the log is folded again.
import { type Command, type Event, EventLog, evolve, Facts } from "@goodword/core"
import * as Result from "effect/Result"
import { progress, type Recorder } from "../measure/figures.ts"
import { time, timePaired, type Work } from "../measure/timing.ts"
import { deciding } from "./decisions.ts"
import {
  type Conversions,
  commit,
  conversions,
  emptyWorld,
  enroll,
  order,
  publish,
  touch,
  type World
} from "./world.ts"

/** One advocate with so many friends who ordered; every event is folded by `evolve` into the world's own facts. */
const advocateWith = (referrals: number): World => {
  const world = emptyWorld()
  const fold = { base: Facts.make(new Map(), new Map()), facts: world.facts }
  const happens = (command: Command, seconds: number): void => {
    const scratch: World = { facts: new Map(), counters: world.counters }
    // Decided over the world as it is, and folded into it by evolve rather than by the decision's own facts.
    const decision = commit({ ...scratch, facts: overlay(world.facts) }, command, seconds)
    for (const event of decision.events) evolve(fold, event)
  }
  happens(publish(), 0)
  happens(enroll(0), 1)
  for (let i = 0; i < referrals; i++) {
    happens(touch(`old${i}`, 0, i + 2), i + 2)
    happens(order(`old${i}`, i + 2), i + 2)
  }
  return world
}

/** Reads through to a map and forgets what is written, since `evolve` writes it. */
const overlay = (under: Map<string, unknown>): Map<string, unknown> => {
  const over = new Map<string, unknown>()
  over.get = (key) => under.get(key)
  over.set = () => over
  return over
}

const poolSize = 2048
const many = 100_000

const poolOf = (referrals: number): Conversions => {
  progress(`an advocate with ${referrals} referrals ...`)
  const world = advocateWith(referrals)
  const pool = conversions(world, { advocates: 1, count: poolSize, from: many + 10, size: 64 })
  const advocate = [...world.facts].find(([key]) => key.startsWith("advocate/") && key.endsWith("_0"))?.[1]
  const known = (advocate as { readonly qualified: number }).qualified
  if (known !== referrals) throw new Error(`the advocate has ${known} friends, not ${referrals}`)
  return pool
}

export const historyFigures = async (record: Recorder): Promise<void> => {
  const few = poolOf(1)
  const lots = poolOf(many)
  const pair = await timePaired(
    "an advocate with 1 referral (A), with 100,000 (B)",
    deciding(few, 8),
    deciding(lots, 8)
  )
  record.add({ name: "kernel.flatness", value: pair.ratio, unit: "x" })
  const log = storedLog(4000)
  const ns = await time(`replay of ${log.length} events`, replaying(log), 9)
  record.add({ name: "kernel.replay", value: 1e9 / ns, unit: "events/s" })
}

/** A store's year in small: most friends click twice, half of them order, some order again, some give things back. */
const storedLog = (friends: number): readonly EventLog.StoredEvent[] => {
  const world = emptyWorld()
  const log: Event.Event[] = []
  const happens = (command: Command, seconds: number): void => {
    log.push(...commit(world, command, seconds).events)
  }
  happens(publish(), 0)
  for (let i = 0; i < 100; i++) happens(enroll(i), 1)
  for (let i = 0; i < friends; i++) {
    const name = `f${i}`
    const at = 10 + i
    happens(touch(name, i % 100, at), at)
    if (i % 3 !== 0) happens({ ...touch(name, (i + 1) % 100, at), touch: `tch_${name}_again` } as Command, at)
    if (i % 2 === 0) happens(order(name, at), at)
    if (i % 10 === 0) happens({ ...order(name, at), order: `ord_${name}_again` as never }, at)
    if (i % 20 === 0) happens(refund(name, i % 40 === 0 ? 80_00n : 20_00n, at), at)
  }
  return log.map(EventLog.toStored)
}

const refund = (name: string, minor: bigint, seconds: number): Command => {
  const { at, order: id, total } = order(name, seconds)
  return { _tag: "RefundOrder", order: id, refund: `ref_${name}` as never, amount: { ...total, minor }, at }
}

/** As a store hands it over: JSON that is parsed already. */
const replaying = (log: readonly EventLog.StoredEvent[]): Work => ({
  run: () => {
    const fold = { base: Facts.make(new Map(), new Map()), facts: new Map<string, unknown>() }
    for (const stored of log) evolve(fold, Result.getOrThrow(EventLog.fromStored(stored)))
    if (fold.facts.size === 0) throw new Error("nothing was folded")
    return log.length
  }
})
