import * as Result from "effect/Result"
import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import type { Command } from "../../src/domain/Command.ts"
import { decide } from "../../src/domain/Decide.ts"
import type { Instant } from "../../src/domain/Instant.ts"
import { type History, history, live, origin } from "../arbitraries/histories.ts"
import { law } from "../arbitraries/money.ts"
import { bytes, stateOf, World } from "../arbitraries/world.ts"

vi.setConfig({ testTimeout: 120_000 })

/** The commands of a history as they came, wakes included, in batches of one moment each; repeated ones left out. */
const batchesOf = (story: History) => {
  const batches: Array<{ readonly now: Instant; readonly commands: Array<Command>; readonly answers: Array<string> }> =
    []
  const world = live(story, {
    after: ({ now }, command, outcome) => {
      if (outcome._tag === "Repeated") return
      const answer = outcome._tag === "Decided" ? bytes(eventsOf(outcome.decision)) : bytes(outcome.rejection)
      const last = batches.at(-1)
      if (last?.now === now) {
        last.commands.push(command)
        last.answers.push(answer)
      } else batches.push({ now, commands: [command], answers: [answer] })
    }
  })
  return { batches, world }
}

const eventsOf = <A extends { readonly events: unknown; readonly messages: unknown }>({ events, messages }: A) => ({
  events,
  messages
})

describe("laws of the kernel", () => {
  it("law 71: deciding twice gives equal bytes, and writes to nothing that it was given", () => {
    fc.assert(
      fc.property(history(), (story) => {
        const twice = new World(origin)
        const { batches } = batchesOf(story)
        for (const { commands, now } of batches) {
          twice.sleep(now)
          for (const command of commands) {
            const { facts } = twice.load(command)
            const context = { now: twice.now, programs: twice.programs }
            expect(bytes(decide(command, facts, context))).toBe(bytes(decide(command, facts, context)))
            twice.run(command)
          }
        }
      }),
      law
    )
  })

  it("law 72: deciding in batches is deciding one by one", () => {
    fc.assert(
      fc.property(history({ steps: 30 }), (story) => {
        const { batches, world } = batchesOf(story)
        const batched = new World(origin)
        for (const { answers, commands, now } of batches) {
          batched.sleep(now)
          const outcomes = batched.runAll(commands)
          expect(outcomes.map((one) => bytes(Result.isSuccess(one) ? eventsOf(one.success) : one.failure))).toEqual(
            answers
          )
        }
        expect(bytes(stateOf(batched))).toBe(bytes(stateOf(world)))
      }),
      law
    )
  })

  it("law 40: another time zone of the process changes no byte", () => {
    const zone = process.env.TZ
    fc.assert(
      fc
        .property(history(), fc.constantFrom("Pacific/Kiritimati", "America/Los_Angeles"), (story, elsewhere) => {
          process.env.TZ = "UTC"
          const here = bytes(stateOf(live(story)))
          process.env.TZ = elsewhere
          expect(bytes(stateOf(live(story)))).toBe(here)
        })
        .afterEach(() => {
          if (zone === undefined) delete process.env.TZ
          else process.env.TZ = zone
        }),
      law
    )
  })
})
