import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Command } from "../../src/domain/Command.ts"
import type * as Fact from "../../src/domain/Fact.ts"
import type { ProgramId } from "../../src/domain/Ids.ts"
import * as Key from "../../src/domain/Key.ts"
import * as Program from "../../src/domain/Program.ts"
import * as ProgramDraft from "../../src/domain/ProgramDraft.ts"
import { history, live } from "../arbitraries/histories.ts"
import { law } from "../arbitraries/money.ts"
import { credit, one, program, Shop, tags } from "../arbitraries/shop.ts"
import { bytes } from "../arbitraries/world.ts"

const spring = "spring" as ProgramId
const ten = program({ advocate: { give: credit("10.00 USD") } })
const five = program({ advocate: { give: credit("5.00 USD") } })

const saving = (shop: Shop, document: unknown, seen: number | null, id = spring): Command => ({
  _tag: "SaveDraft",
  at: shop.world.now,
  program: id,
  document,
  seen,
  by: "kim"
})

const discarding = (shop: Shop, seen: number): Command => ({
  _tag: "DiscardDraft",
  at: shop.world.now,
  program: spring,
  seen,
  by: null
})

const publishing = (shop: Shop, made: Program.Program, draft: number): Command => ({
  ...(shop.publishing(made, "publish") as Extract<Command, { readonly _tag: "PublishProgram" }>),
  draft
})

const draftOf = (shop: Shop) => shop.world.fact<Fact.ProgramDraft>(Key.programDraft(spring))
const indexOf = (shop: Shop) => shop.world.fact<Fact.ProgramIndex>(Key.programs)?.programs ?? []

describe("a draft", () => {
  it("is saved revision by revision, by whoever has seen the one before", () => {
    const shop = new Shop(ten)
    const outcomes = [
      [{ a: 1 }, 1, "DraftChanged"],
      [{ a: 1 }, null, "Decided"],
      [{ a: 2 }, null, "DraftChanged"],
      [{ a: 2 }, 1, "Decided"],
      [{ a: 3 }, 1, "DraftChanged"],
      [{ a: 3 }, 3, "DraftChanged"],
      [{ a: 2 }, 2, "Decided"]
    ] as const
    for (const [document, seen, expected] of outcomes) {
      const outcome = shop.try(saving(shop, document, seen))
      expect(typeof outcome === "string" ? outcome : outcome._tag).toBe(expected)
    }
    // The last of them said what was there already.
    expect(draftOf(shop)).toMatchObject({ revision: 2, state: "open", base: 1, document: { a: 2 }, by: "kim" })
  })

  it("counts on after it is gone, so that a revision that was seen means one thing", () => {
    const shop = new Shop(ten)
    shop.do(saving(shop, {}, null))
    expect(tags(shop.do(discarding(shop, 1)))).toEqual(["DraftDiscarded"])
    expect(tags(shop.do(discarding(shop, 1)))).toEqual([])
    expect(shop.try(saving(shop, { b: 1 }, 1))).toMatchObject({ _tag: "DraftChanged", seen: 1, revision: null })
    shop.do(saving(shop, { b: 1 }, null))
    expect(draftOf(shop)).toMatchObject({ revision: 2, state: "open" })
    expect(shop.try(discarding(shop, 1))).toMatchObject({ _tag: "DraftChanged", revision: 2, by: "kim" })
  })

  it("becomes a version, and is gone", () => {
    const shop = new Shop(ten)
    shop.do(saving(shop, Program.toJson(five), null))
    expect(shop.try(publishing(shop, five, 2))).toMatchObject({ _tag: "DraftChanged", revision: 1 })
    const event = one(shop.do(publishing(shop, five, 1)), "ProgramPublished")
    expect(event).toMatchObject({ version: 2, draft: 1 })
    expect(draftOf(shop)).toMatchObject({ state: "published", document: null })
    expect(shop.try(publishing(shop, ten, 1))).toMatchObject({ _tag: "DraftChanged", revision: null })
  })

  it("is discarded where it says what is live already", () => {
    const shop = new Shop(ten)
    shop.do(saving(shop, Program.toJson(ten), null))
    expect(tags(shop.do(publishing(shop, ten, 1)))).toEqual(["DraftDiscarded"])
  })

  it("is not published over a version that came since, until it is saved again", () => {
    const shop = new Shop(ten)
    shop.do(saving(shop, Program.toJson(five), null))
    shop.publish(program({ advocate: { give: credit("7.00 USD") } }), "publish")
    expect(shop.try(publishing(shop, five, 1))).toEqual({
      _tag: "DraftOutdated",
      program: "spring",
      base: 1,
      versions: 2
    })
    shop.do(saving(shop, Program.toJson(five), 1))
    expect(one(shop.do(publishing(shop, five, 2)), "ProgramPublished").version).toBe(3)
  })

  it("of a program that was never published is one of the programs, until it is discarded", () => {
    const shop = new Shop()
    shop.do(saving(shop, {}, null))
    expect(indexOf(shop)).toEqual(["spring"])
    shop.do(discarding(shop, 1))
    expect(indexOf(shop)).toEqual([])
    shop.do(saving(shop, Program.toJson(ten), null))
    shop.do(publishing(shop, ten, 2))
    expect(indexOf(shop)).toEqual(["spring"])
    shop.do(saving(shop, {}, null))
    shop.do(discarding(shop, 3))
    expect(indexOf(shop)).toEqual(["spring"])
  })

  it("finds the list of programs full, and an archived one closed", () => {
    const shop = new Shop(ten)
    for (let n = 1; n < ProgramDraft.programsMax; n++) shop.do(saving(shop, {}, null, `p${n}` as ProgramId))
    const tooMany = { _tag: "TooManyPrograms", limit: ProgramDraft.programsMax }
    expect(shop.try(saving(shop, {}, null, "more" as ProgramId))).toEqual(tooMany)
    expect(shop.try(shop.publishing(program({ id: "more" }), "publish"))).toEqual(tooMany)
    expect(shop.try(saving(shop, {}, 1, "p1" as ProgramId))).toBe("Decided")
    shop.do({ _tag: "TurnProgram", at: shop.world.now, program: spring, to: "archived" })
    expect(shop.try(saving(shop, {}, null))).toEqual({ _tag: "ProgramArchived", program: "spring" })
  })

  it("law 121: saving and discarding change nothing for anybody", () => {
    fc.assert(
      fc.property(history(), (story) => {
        let before: ReadonlyMap<string, unknown> = new Map()
        let rest = ""
        live(story, {
          before: (world) => {
            before = new Map(world.facts)
            rest = bytes([world.counters, world.messages])
          },
          after: (world, command) => {
            if (command._tag !== "SaveDraft" && command._tag !== "DiscardDraft") return
            expect(bytes([world.counters, world.messages])).toBe(rest)
            const own = [Key.programDraft(command.program), Key.programs]
            for (const [key, fact] of world.facts) if (fact !== before.get(key)) expect(own).toContain(key)
          }
        })
      }),
      law
    )
  })

  it("law 122: nobody overwrites, discards or publishes what they have not seen, or publishes over a version that is not in it", () => {
    fc.assert(
      fc.property(history(), (story) => {
        let before: Fact.ProgramDraft | null = null
        let versions = 0
        live(story, {
          before: (world, command) => {
            if (!("program" in command)) return
            before = world.fact<Fact.ProgramDraft>(Key.programDraft(command.program))
            versions = world.fact<Fact.ProgramHead>(Key.program(command.program))?.versions ?? 0
          },
          after: (_, command, outcome) => {
            if (outcome._tag !== "Decided") return
            for (const event of outcome.decision.events) {
              const open = before?.state === "open" ? before.revision : null
              if (event._tag === "DraftSaved") {
                expect((command as { readonly seen: number | null }).seen).toBe(open)
                expect([event.revision, event.base]).toEqual([(before?.revision ?? 0) + 1, versions])
              }
              if (event._tag === "DraftDiscarded") expect(event.revision).toBe(open)
              if (event._tag !== "ProgramPublished" || event.draft === undefined) continue
              expect([event.draft, before?.base]).toEqual([open, versions])
            }
          }
        })
      }),
      law
    )
  })
})
