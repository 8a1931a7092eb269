/** The laws of what is valued anew. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type * as Fact from "../../src/domain/Fact.ts"
import * as Kept from "../../src/domain/Kept.ts"
import * as Key from "../../src/domain/Key.ts"
import * as Lot from "../../src/domain/Lot.ts"
import { isCurrency, type Unit } from "../../src/domain/Unit.ts"
import { commission } from "../../src/index.ts"
import { history, live } from "../arbitraries/histories.ts"
import { law } from "../arbitraries/money.ts"
import { written } from "../arbitraries/programs.ts"
import { edit, giving } from "../arbitraries/repricing.ts"
import { credit, day, Shop } from "../arbitraries/shop.ts"
import { bytes } from "../arbitraries/world.ts"

const isGivenBack = (shop: Shop, { order }: Fact.Reward): boolean => {
  const fact = order === null ? null : shop.world.fact<Fact.Order>(Key.order(order))
  return fact !== null && Kept.keptOf(fact).minor === 0n
}

describe("laws of repricing", () => {
  it("law 119: nothing but what is held changes, and no posted balance does", () => {
    fc.assert(
      fc.property(fc.oneof(history(), history({ isWalk: true })), (story) => {
        let before: ReadonlyMap<string, unknown> = new Map()
        let posted = ""
        // Where held points were what a tier stood on, its perks go with it: they are neither money nor points.
        const isPerk = (unit = "") => unit !== "points" && !isCurrency(unit as Unit)
        const postedIn = (counters: ReadonlyMap<string, bigint>) =>
          bytes(new Map([...counters].filter(([key]) => key.endsWith("/posted") && !isPerk(key.split("/").at(-2)))))
        live(story, {
          before: (world) => {
            before = new Map(world.facts)
            posted = postedIn(world.counters)
          },
          after: (world, command) => {
            if (command._tag !== "RepriceReward" && command._tag !== "PublishProgram") return
            expect(postedIn(world.counters)).toBe(posted)
            for (const [key, fact] of world.facts) {
              if (fact === before.get(key) || !key.startsWith("reward/")) continue
              const was = before.get(key) as Fact.Reward
              const is = fact as Fact.Reward
              if (is.friend === null && isPerk(is.amount.unit)) continue
              expect([command._tag, was.state, was.availableAt > world.now]).toEqual(["RepriceReward", "pending", true])
              expect([is.state, is.availableAt, is.expiresAt]).toEqual(["pending", was.availableAt, was.expiresAt])
              expect(Lot.left(is)).toBeGreaterThan(0n)
            }
          }
        })
      }),
      law
    )
  })

  it("law 120: what is valued anew is as if it had been granted under the new terms, whatever is refunded and when", () => {
    const give = fc.oneof(
      fc.integer({ min: 1, max: 3000 }).map((n) => ["flat", credit(written(n, "USD"))] as const),
      fc.integer({ min: 10, max: 100 }).map((percent) => ["share", commission({ percent })] as const)
    )
    const pairs = fc.tuple(give, give).filter(([[a], [b]]) => a === b)
    const happening = fc.record({
      order: fc.nat({ max: 2 }),
      what: fc.constantFrom("refund", "change", "whole"),
      minor: fc.integer({ min: 1, max: 9000 })
    })
    const story = fc.record({
      totals: fc.array(fc.integer({ min: 100, max: 9000 }), { minLength: 3, maxLength: 3 }),
      before: fc.array(happening, { maxLength: 3 }),
      after: fc.array(happening, { maxLength: 3 }),
      later: fc.array(happening, { maxLength: 2 })
    })
    fc.assert(
      fc.property(pairs, story, ([[, first], [, second]], { after, before, later, totals }) => {
        const lived = (isEdited: boolean) => {
          const [old, edited] = [giving({ give: first }), giving({ give: second })]
          const shop = new Shop(isEdited ? old : edited).enroll("ann")
          for (const [n, total] of totals.entries()) shop.refer("ann", `f${n}`, `o${n}`, written(total, "USD"))
          let n = 0
          const happen = (all: typeof before) => {
            for (const { minor, order, what } of all) {
              n += 1
              const total = totals[order] ?? 1
              const text = written(what === "whole" ? total : Math.min(minor, total), "USD")
              if (what === "change") shop.change(`o${order}`, n, text)
              else shop.refund(`o${order}`, `r${n}`, text)
            }
          }
          happen(before)
          // Gone is gone, though by the new terms a cent would be left. What they would leave nothing of stays as it
          // was, and so does what an edit has raised again.
          if (isEdited) fc.pre(shop.rewards.every((fact) => fact.state === "pending" || isGivenBack(shop, fact)))
          if (isEdited) fc.pre(edit(shop, edited).every(({ isValued }) => isValued))
          happen(after)
          shop.after(20 * day)
          happen(later)
          return [shop.rewards.map((fact) => [fact.key, fact.state, Lot.left(fact)]), shop.world.counters]
        }
        expect(bytes(lived(true))).toBe(bytes(lived(false)))
      }),
      law
    )
  })
})
