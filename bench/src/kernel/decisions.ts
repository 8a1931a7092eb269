// How fast conversions are decided, alone and in batches, beside a general rules engine that checks the same five rules.
import { type Condition, decide, decideAll } from "@goodword/core"
import * as Result from "effect/Result"
import { Engine } from "json-rules-engine"
import type { Recorder } from "../measure/figures.ts"
import { time, timePaired, type Work } from "../measure/timing.ts"
import { type Conversions, commit, compiled, conversions, emptyWorld, enroll, publish, type World } from "./world.ts"

// A decision follows the load of its facts, which are then in the processor's cache: so few conversions that they stay there.
const poolSize = 256
const advocates = 256

const openedWorld = (): World => {
  const world = emptyWorld()
  commit(world, publish(), 0)
  for (let i = 0; i < advocates; i++) commit(world, enroll(i), 1)
  return world
}

/** All of a pool, one by one. */
export const deciding = ({ batches, context, count }: Conversions, events: number): Work => ({
  run: () => {
    for (const { facts, orders } of batches) {
      for (const command of orders) {
        const decided = decide(command, facts, context)
        if (Result.isFailure(decided) || decided.success.events.length !== events) {
          throw new Error("a conversion did not grant its five rewards")
        }
      }
    }
    return count
  }
})

/** Only the five rules' conditions, with the evidence of each: all that a rules engine does of a conversion. */
const checking = (orders: number): Work => {
  const total = { minor: 0n, unit: "USD" } as Condition.Sight["total"]
  const sights = Array.from({ length: orders }, (_, i) => ({
    total: { ...total, minor: BigInt(8000 + i) },
    isNew: true,
    earlier: 0,
    country: "US"
  }))
  return {
    run: () => {
      for (const sight of sights) {
        let holding = 0
        for (const rule of compiled.rules) {
          if (rule.checks.map((check) => check(sight)).every((evidence) => evidence.passed)) holding += 1
        }
        if (holding !== 5) throw new Error("the conditions did not hold")
      }
      return orders
    }
  }
}

const rulesEngine = (orders: number): Work => {
  const engine = new Engine()
  for (const n of [1, 2, 3, 4, 5]) {
    engine.addRule({
      conditions: {
        all: [
          { fact: "total", operator: "greaterThanInclusive", value: 1000 * n },
          { fact: "isNew", operator: "equal", value: true },
          { fact: "country", operator: "in", value: ["US", "CA", "GB"] }
        ]
      },
      event: { type: `offer-${n}`, params: { amount: 100 * n } }
    })
  }
  return {
    run: async () => {
      for (let i = 0; i < orders; i++) {
        const { events } = await engine.run({ total: 8000 + i, isNew: true, country: "US" })
        if (events.length !== 5) throw new Error("the rules engine did not find its five rules true")
      }
      return orders
    }
  }
}

export const decisionFigures = async (record: Recorder): Promise<void> => {
  const world = openedWorld()
  // The order of a friend who signed up through an advocate: recorded, qualified, five rewards.
  const pool = conversions(world, { advocates, count: poolSize, from: 10, size: 64 }, true)
  const alone = await time("decide, 5 rules", deciding(pool, 7))
  record.add({ name: "kernel.decide.5rules", value: 1e9 / alone, unit: "decisions/s" })
  const pair = await timePaired("decide, 5 rules (A), json-rules-engine (B)", deciding(pool, 7), rulesEngine(256))
  record.add({ name: "kernel.decide.5rules.x-json-rules-engine", value: pair.ratio, unit: "x" })
  // The same where the order is the first that is heard of the friend: whose touch wins, and the guards, come on top.
  const strangers = conversions(world, { advocates, count: poolSize, from: 20_000, size: 64 })
  const whole = await time("decide, 5 rules, with attribution", deciding(strangers, 8))
  record.add({ name: "kernel.decide.5rules.with-attribution", value: 1e9 / whole, unit: "decisions/s" })
  // So many conversions that no key is remembered from the round before, and no fact is in the cache.
  const cold = conversions(world, { advocates, count: 16 * poolSize, from: 40_000, size: 64 }, true)
  const forgotten = await timePaired(
    "decide, 5 rules, cold (A), json-rules-engine (B)",
    deciding(cold, 7),
    rulesEngine(256)
  )
  record.add({ name: "kernel.decide.5rules.cold", value: 1e9 / forgotten.a, unit: "decisions/s" })
  record.add({ name: "kernel.decide.5rules.cold.x-json-rules-engine", value: forgotten.ratio, unit: "x" })
  const checks = await timePaired("conditions of 5 rules (A), json-rules-engine (B)", checking(256), rulesEngine(256))
  record.add({ name: "kernel.conditions.5rules.x-json-rules-engine", value: checks.ratio, unit: "x" })
  for (const size of [1, 10, 100, 1000]) {
    const batches = conversions(world, { advocates, count: Math.max(poolSize, 2 * size), from: 100_000 * size, size })
    const ns = await time(`decideAll, batches of ${size}`, decidingAll(batches), 9)
    record.add({ name: `kernel.decide-all.${size}`, value: 1e9 / ns, unit: "commands/s" })
  }
}

const decidingAll = ({ batches, context, count }: Conversions): Work => ({
  run: () => {
    for (const { facts, orders } of batches) {
      const { outcomes } = decideAll(orders, facts, context)
      if (outcomes.length !== orders.length) throw new Error("a batch ended early")
    }
    return count
  }
})
