import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import * as Event from "../../src/domain/Event.ts"
import * as EventLog from "../../src/domain/EventLog.ts"
import { unwrap } from "../../src/domain/internal/assert.ts"
import * as Wire from "../../src/domain/Wire.ts"
import { history, live } from "../arbitraries/histories.ts"
import { law } from "../arbitraries/money.ts"
import { bytes, kept, replay, stateOf, type World } from "../arbitraries/world.ts"

vi.setConfig({ testTimeout: 120_000 })

describe("laws of the log", () => {
  it("law 73: at every prefix, facts and counters are the fold of the events", () => {
    fc.assert(
      fc.property(history(), fc.nat({ max: 60 }), (story, cut) => {
        let n = 0
        const check = (world: World): void => expect(bytes(replay(world.events))).toBe(bytes(kept(world)))
        const world = live(story, {
          after: (now) => {
            n += 1
            if (n === cut) check(now)
          }
        })
        check(world)
      }),
      law
    )
  })

  it("law 16: events are only ever appended, and nothing that was recorded changes", () => {
    fc.assert(
      fc.property(history(), (story) => {
        let before: ReadonlyArray<string> = []
        live(story, {
          after: ({ events }) => {
            expect(events.slice(0, before.length).map((one) => one.id)).toEqual(before)
            before = events.map((one) => one.id)
          }
        })
        expect(new Set(before).size).toBe(before.length)
      }),
      law
    )
  })

  it("law 24: a rejected command leaves nothing behind", () => {
    fc.assert(
      fc.property(history(), (story) => {
        let before = ""
        live(story, {
          after: (world, _, outcome) => {
            const now = `${world.events.length} ${world.messages.size} ${bytes(world.counters)} ${bytes(world.facts)}`
            if (outcome._tag !== "Decided") expect(now).toBe(before)
            before = now
          }
        })
      }),
      law
    )
  })

  it("law 77: two shops with the same ids in one process are as each alone", () => {
    fc.assert(
      fc.property(history({ steps: 10 }), history({ steps: 10 }), (one, other) => {
        const alone = bytes(stateOf(live(one)))
        // The other shop lives through all of its own between any two steps of the first.
        const beside = live(one, { after: (_, command) => (command._tag === "RecordOrder" ? live(other) : undefined) })
        expect(bytes(stateOf(beside))).toBe(alone)
      }),
      law
    )
  })

  it("every transfer has an id of its own, and every message too", () => {
    fc.assert(
      fc.property(history(), (story) => {
        const ids = live(story).events.flatMap((event) => Event.transfers(event).map((transfer) => transfer.id))
        expect(new Set(ids).size).toBe(ids.length)
      }),
      law
    )
  })

  it("a decision is bounded: at most 64 events, facts and messages", () => {
    fc.assert(
      fc.property(history(), (story) => {
        const world = live(story)
        for (const { decision } of world.decisions) {
          expect(decision.events.length + decision.facts.size + decision.messages.length).toBeLessThanOrEqual(64)
        }
      }),
      law
    )
  })

  it("events, facts and messages survive being written down", () => {
    fc.assert(
      fc.property(history(), (story) => {
        const world = live(story)
        for (const event of world.events) {
          const stored = EventLog.toStored(event)
          expect(Wire.encode(stored)).toEqual(JSON.parse(JSON.stringify(Wire.encode(stored))))
          const { transfers, ...rest } = stored
          const read = { ...(JSON.parse(JSON.stringify(rest)) as typeof rest), transfers }
          expect(unwrap(EventLog.fromStored(read))).toStrictEqual(event)
        }
        for (const value of [...world.facts.values(), ...world.messages.values()]) {
          expect(Wire.decode(JSON.parse(JSON.stringify(Wire.encode(value))) as Wire.Json)).toStrictEqual(value)
        }
      }),
      law
    )
  })
})
