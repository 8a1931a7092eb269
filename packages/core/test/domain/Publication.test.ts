import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Program from "../../src/domain/Program.ts"
import { law } from "../arbitraries/money.ts"
import { programInput, written } from "../arbitraries/programs.ts"
import { credit, day, program, Shop, tags } from "../arbitraries/shop.ts"
import { bytes } from "../arbitraries/world.ts"

const ten = program({ advocate: { give: credit("10.00 USD") } })
const five = program({ advocate: { give: credit("5.00 USD") } })

describe("Publication", () => {
  it("opening publishes an unknown program, and does nothing when nothing differs", () => {
    const shop = new Shop()
    expect(tags(shop.publish(ten))).toEqual(["ProgramPublished"])
    expect(tags(shop.publish(ten))).toEqual([])
    expect(tags(shop.publish(ten, "publish"))).toEqual([])
  })

  it("opening refuses a program that differs, and says where", () => {
    const shop = new Shop(ten)
    expect(shop.try(shop.publishing(five, "open"))).toEqual({
      _tag: "ProgramDiffers",
      program: "spring",
      differences: ['advocate[0].give.amount: "10.00 USD" -> "5.00 USD"']
    })
  })

  it("publishing makes a new version; who was attributed before keeps the terms", () => {
    const shop = new Shop(ten).enroll("ann").touch("ann", "bob").touch("ann", "cat")
    shop.signup("bob")
    shop.publish(five, "publish")
    shop.order("o1", "bob", "100.00 USD")
    shop.order("o2", "cat", "100.00 USD")
    expect(shop.rewards.map(({ amount, version }) => [amount.minor, version])).toEqual([
      [1000n, 1],
      [500n, 2]
    ])
  })

  it("law 76: after an edit, every referral that began before it earns as if there had been none", () => {
    const shared = { timeZone: "UTC", newCustomersOnly: false }
    const friends = fc.array(
      fc.record({
        total: fc.integer({ min: 1, max: 9000 }),
        isEarly: fc.boolean(),
        refund: fc.integer({ min: 0, max: 9000 }),
        pause: fc.constantFrom(0, day, 20 * day)
      }),
      { minLength: 1, maxLength: 6 }
    )
    fc.assert(
      fc.property(
        programInput({ id: "spring", unit: "USD", isBounded: true }),
        programInput({ id: "spring", unit: "USD", isBounded: true }),
        friends,
        (before, after, all) => {
          const { ends: _, starts: __, ...terms } = before
          const first = Program.make({ ...terms, ...shared })
          // Budgets, reviews, special events and tiers belong to the program and are the live ones; everything else is pinned.
          const edit: Program.Program = {
            ...Program.make({ ...after, ...shared }),
            budgets: first.budgets,
            events: first.events,
            tiers: first.tiers,
            review: first.review,
            onSilence: first.onSilence
          }
          const lived = (isEdited: boolean) => {
            const shop = new Shop(first).enroll("ann")
            for (const [n] of all.entries()) shop.touch("ann", `f${n}`).signup(`f${n}`)
            const ordered = (isEarly: boolean) => {
              for (const [n, friend] of all.entries())
                if (friend.isEarly === isEarly) shop.order(`o${n}`, `f${n}`, written(friend.total, "USD"))
            }
            ordered(true)
            if (isEdited) shop.publish(edit, "publish")
            ordered(false)
            for (const [n, { pause, refund }] of all.entries()) {
              if (refund > 0) shop.refund(`o${n}`, "r", written(refund, "USD"))
              shop.after(pause)
            }
            return [shop.rewards, all.map((_, n) => shop.referral(`f${n}`)), shop.world.counters]
          }
          expect(bytes(lived(true))).toBe(bytes(lived(false)))
        }
      ),
      law
    )
  })
})
