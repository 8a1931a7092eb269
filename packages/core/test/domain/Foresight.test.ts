import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import type { Command } from "../../src/domain/Command.ts"
import { decide } from "../../src/domain/Decide.ts"
import * as Facts from "../../src/domain/Facts.ts"
import { foresee } from "../../src/domain/Foresight.ts"
import type { Instant } from "../../src/domain/Instant.ts"
import * as Key from "../../src/domain/Key.ts"
import { plan } from "../../src/domain/Plan.ts"
import type { Keys } from "../../src/domain/Scout.ts"
import { type History, history, live, origin } from "../arbitraries/histories.ts"
import { law } from "../arbitraries/money.ts"
import { bytes, World } from "../arbitraries/world.ts"

vi.setConfig({ testTimeout: 120_000 })

/** The commands of a history as they came, wakes included. */
const commandsOf = (story: History) => {
  const commands: Array<{ readonly now: Instant; readonly command: Command }> = []
  live(story, {
    after: ({ now }, command, outcome) => {
      if (outcome._tag !== "Repeated") commands.push({ now, command })
    }
  })
  return commands
}

/** Every state that a fact has had. */
class Past {
  readonly #states = new Map<string, unknown[]>()

  keep(facts: ReadonlyMap<string, unknown>): void {
    for (const [key, fact] of facts) {
      const states = this.#states.get(key) ?? []
      if (states.at(-1) !== fact) states.push(fact)
      this.#states.set(key, states)
    }
  }

  /** Each fact of a time of its own, and one in a few unknown. */
  seen(luck: number): (key: string) => unknown {
    return (key) => {
      const states = this.#states.get(key) ?? []
      let n = luck
      for (const char of key) n = (Math.imul(n, 31) + char.charCodeAt(0)) >>> 0
      return states[n % (states.length + 1)] ?? undefined
    }
  }
}

/** Loads as the engine does: what is foreseen, then what is still missing. */
const loadForeseeing = (world: World, command: Command, seen: (key: string) => unknown) => {
  const loaded = new Map<string, unknown>()
  const counters = new Map<string, bigint>()
  const facts = Facts.make(loaded, counters)
  const take = (keys: Keys): void => {
    for (const key of keys.facts) if (!Key.isImmutable(key)) loaded.set(key, world.facts.get(key) ?? null)
    for (const key of keys.counters) counters.set(key, world.counters.get(key) ?? 0n)
  }
  take(foresee(command, facts, seen, world.programs))
  let looks = 1
  for (let missing = plan(command, facts, world.programs); ; missing = plan(command, facts, world.programs)) {
    if (missing.facts.length + missing.counters.length === 0) return { facts, looks }
    looks += 1
    take(missing)
  }
}

describe("what is foreseen", () => {
  it("law 125: changes no decision, however stale it is, and costs one look at the most", () => {
    const saved = { looks: 0 }
    fc.assert(
      fc.property(history(), fc.nat(), (story, luck) => {
        const world = new World(origin)
        const past = new Past()
        for (const { command, now } of commandsOf(story)) {
          world.sleep(now)
          const { facts, rounds } = world.load(command)
          const context = { now: world.now, programs: world.programs }
          const foreseen = loadForeseeing(world, command, past.seen(luck))
          expect(bytes(decide(command, foreseen.facts, context))).toBe(bytes(decide(command, facts, context)))
          expect(foreseen.looks).toBeLessThanOrEqual(rounds + 1)
          if (foreseen.looks < rounds) saved.looks += 1
          world.run(command)
          past.keep(world.facts)
        }
      }),
      law
    )
    expect(saved.looks).toBeGreaterThan(0)
  })
})
