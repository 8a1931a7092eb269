import * as Result from "effect/Result"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Command } from "../../src/domain/Command.ts"
import type * as Fact from "../../src/domain/Fact.ts"
import type { ProgramId } from "../../src/domain/Ids.ts"
import type { Instant } from "../../src/domain/Instant.ts"
import * as Program from "../../src/domain/Program.ts"
import { law } from "../arbitraries/money.ts"
import { programInput, written } from "../arbitraries/programs.ts"
import { all, credit, day, failures, one, program, Shop, tags } from "../arbitraries/shop.ts"
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
        programInput({ id: "spring", unit: "USD", isBounded: true, isOpen: true }),
        programInput({ id: "spring", unit: "USD", isBounded: true, isOpen: true }),
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
          // The tiers of the one may give too much beside the offers of the other.
          fc.pre(Result.isSuccess(Program.decode(Program.toJson(edit))))
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
            // What counts for tiers, and in which periods, is what the live program asks besides the pinned one.
            const rewards = shop.rewards.filter(({ friend }) => friend !== null)
            const ofTiers = { countedIn: undefined, summedIn: undefined, sums: undefined }
            const referrals = all.map((_, n) => ({ ...shop.referral(`f${n}`), ...ofTiers }))
            // So are the perks of tiers.
            const counters = [...shop.world.counters].filter(([key]) => !/vip-status|badge|access/u.test(key))
            return [rewards.map((one) => ({ ...one, ...ofTiers })), referrals, counters]
          }
          expect(bytes(lived(true))).toBe(bytes(lived(false)))
        }
      ),
      law
    )
  })

  it("moving decides open referrals under the new terms from then on, and says so", () => {
    const shop = new Shop(ten).enroll("ann").touch("ann", "bob").touch("ann", "cat").touch("ann", "dan")
    for (const friend of ["bob", "cat", "dan"]) shop.signup(friend)
    shop.order("o1", "bob", "100.00 USD")
    shop.publish(five, "publish", { openReferrals: "move" })
    const decision = shop.order("o2", "cat", "100.00 USD")
    expect(one(decision, "ReferralQualified").because[0]).toEqual({
      check: "pin",
      passed: true,
      actual: "version 2",
      limit: "version 1"
    })
    // Later versions that keep leave them where they were moved to.
    shop.publish(program({ advocate: { give: credit("7.00 USD") } }), "publish")
    shop.order("o3", "dan", "100.00 USD")
    expect(shop.rewards.map(({ amount, version }) => [amount.minor, version])).toEqual([
      [1000n, 1],
      [500n, 2],
      [500n, 2]
    ])
  })

  it("moving to the same terms moves those of older ones", () => {
    const shop = new Shop(ten).enroll("ann").touch("ann", "bob")
    shop.signup("bob")
    shop.publish(five, "publish")
    expect(tags(shop.publish(five, "publish"))).toEqual([])
    expect(tags(shop.publish(five, "publish", { openReferrals: "move" }))).toEqual(["ProgramPublished"])
    shop.order("o1", "bob", "100.00 USD")
    expect(shop.only("advocate")).toMatchObject({ amount: { minor: 500n }, version: 3 })
  })

  it("publishing the older document again rolls back, under a new number", () => {
    const shop = new Shop(ten)
    shop.publish(five, "publish")
    expect(one(shop.publish(ten, "publish"), "ProgramPublished").version).toBe(3)
  })

  it.each([
    [-1, 1000n, 1000n],
    [0, 500n, 500n],
    [1, 500n, 500n]
  ])("a version that becomes live at a time is live from then on (%s ms), for who moves too", (off, begun, moved) => {
    const shop = new Shop(ten).enroll("ann").touch("ann", "bob").touch("ann", "cat")
    shop.signup("cat")
    const from = (shop.world.now + day) as Instant
    shop.publish(five, "publish", { from, openReferrals: "move" })
    shop.after(day + off)
    shop.order("o1", "bob", "100.00 USD").events
    shop.order("o2", "cat", "100.00 USD")
    expect(shop.rewards.map(({ amount }) => amount.minor)).toEqual([begun, moved])
  })

  it("a version that was to come is replaced by what is published before it came", () => {
    const shop = new Shop(ten).enroll("ann").touch("ann", "bob")
    shop.publish(five, "publish", { from: (shop.world.now + day) as Instant })
    expect(tags(shop.publish(five, "open"))).toEqual([])
    expect(tags(shop.publish(ten, "publish"))).toEqual(["ProgramPublished"])
    shop.after(2 * day).order("o1", "bob", "100.00 USD")
    expect(shop.only("advocate")).toMatchObject({ amount: { minor: 1000n }, version: 3 })
  })

  it("law 76: referrals that are moved earn from then on as if they had begun under the new terms", () => {
    const shared = { timeZone: "UTC", newCustomersOnly: false, qualify: { within: "90 days" } }
    const friends = fc.array(
      fc.record({
        total: fc.integer({ min: 1, max: 9000 }),
        isEarly: fc.boolean(),
        inReview: fc.boolean(),
        refund: fc.integer({ min: 0, max: 9000 })
      }),
      { minLength: 1, maxLength: 6 }
    )
    const edits = fc.array(programInput({ id: "spring", unit: "USD", isBounded: true, isOpen: true }), {
      minLength: 1,
      maxLength: 3
    })
    fc.assert(
      fc.property(
        programInput({ id: "spring", unit: "USD", isBounded: true, isOpen: true }),
        edits,
        friends,
        (before, after, all) => {
          // A milestone is earned by friends of both times, so what moved is not all that counts.
          const versions = [before, ...after].map((input) => {
            const { ends: _, starts: __, milestones: ___, ...terms } = input
            return Program.make({
              ...terms,
              ...shared,
              friend: ofOrders(terms.friend),
              advocate: ofOrders(terms.advocate)
            })
          })
          const lived = (isMoved: boolean) => {
            const [first, ...edited] = versions
            const shop = new Shop(first as Program.Program).enroll("ann")
            const begin = (isEarly: boolean) => {
              for (const [n, friend] of all.entries()) {
                if (friend.isEarly !== isEarly) continue
                shop.touch("ann", `f${n}`).signup(`f${n}`)
                if (friend.inReview) shop.openReview(`f${n}`)
              }
            }
            const order = (isEarly: boolean) => {
              for (const [n, { isEarly: early, total }] of all.entries())
                if (early === isEarly) shop.order(`o${n}`, `f${n}`, written(total, "USD"))
            }
            begin(true)
            order(true)
            if (isMoved) begin(false)
            for (const edit of edited) shop.publish(edit, "publish", isMoved ? { openReferrals: "move" } : {})
            if (!isMoved) begin(false)
            order(false)
            // The verdicts are given after the edits: who is approved now is decided under the new terms.
            for (const [n, { inReview, isEarly }] of all.entries()) {
              if (inReview && !isEarly) shop.closeReview(`f${n}`, "approved")
            }
            for (const [n, { refund }] of all.entries()) {
              if (refund > 0) shop.refund(`o${n}`, "r", written(refund, "USD"))
            }
            return [shop.rewards.map(({ recorded: _, ...reward }) => reward), shop.world.counters]
          }
          expect(bytes(lived(true))).toBe(bytes(lived(false)))
        }
      ),
      law
    )
  })
})

/** A sign-up that was before the move has earned by the terms of then. */
const ofOrders = (offers: Program.Input["friend"]): readonly Program.OfferInput[] =>
  [offers ?? []].flat().filter(({ on }) => on !== "sign-up")

describe("a program that is stopped", () => {
  const turning = (shop: Shop, to: Fact.ProgramStatus): Command => ({
    _tag: "TurnProgram",
    at: shop.world.now,
    program: "spring" as ProgramId,
    to
  })

  it("pauses: no referral begins, touches wait, and what is under way goes on", () => {
    const shop = new Shop(ten).enroll("ann").touch("ann", "bob")
    shop.signup("bob")
    shop.do(turning(shop, "paused"))
    shop.touch("ann", "cat")
    const signup = shop.signup("cat")
    expect(tags(signup)).toEqual(["SignupRecorded"])
    expect(failures(one(signup, "SignupRecorded"))).toEqual(["lifecycle", "attribution"])
    expect(all(shop.order("o1", "bob", "100.00 USD"), "RewardGranted").length).toBe(1)
    shop.do(turning(shop, "open"))
    // The touch was remembered, so the next visit is credited.
    expect(all(shop.order("o2", "cat", "100.00 USD"), "RewardGranted").length).toBe(1)
  })

  it("says nothing twice, and stays archived", () => {
    const shop = new Shop(ten)
    expect(tags(shop.do(turning(shop, "open")))).toEqual([])
    expect(tags(shop.do(turning(shop, "paused")))).toEqual(["ProgramPaused"])
    expect(tags(shop.do(turning(shop, "paused")))).toEqual([])
    expect(tags(shop.do(turning(shop, "archived")))).toEqual(["ProgramArchived"])
    expect(tags(shop.do(turning(shop, "archived")))).toEqual([])
    const refused = { _tag: "ProgramArchived", program: "spring" }
    expect([shop.try(turning(shop, "open")), shop.try(shop.publishing(five, "publish"))]).toEqual([refused, refused])
    expect(tags(shop.publish(ten, "open"))).toEqual([])
    expect(() => shop.enroll("eve")).toThrow("ProgramArchived")
  })

  it("gives way to another program whose touch is older", () => {
    const other = program({ id: "autumn", advocate: { give: credit("3.00 USD") } })
    const shop = new Shop(ten, other).enroll("ann").enroll("ann", { program: "autumn" })
    shop.touch("ann", "bob", { program: "autumn" }).after(1).touch("ann", "bob")
    shop.do(turning(shop, "paused"))
    expect(one(shop.order("o1", "bob", "10.00 USD"), "RewardGranted")).toMatchObject({ program: "autumn" })
  })
})

describe("priority", () => {
  it.each([
    [0, 0, "autumn"],
    [1, 0, "spring"],
    [1, 1, "autumn"],
    [0, -1, "spring"]
  ])("%s beats %s, and else the newest touch does: %s", (first, second, credited) => {
    const offer = { advocate: { give: credit() } }
    const shop = new Shop(program({ priority: first, ...offer }), program({ id: "autumn", priority: second, ...offer }))
    shop.enroll("ann").enroll("ann", { program: "autumn" })
    shop.touch("ann", "bob").after(1).touch("ann", "bob", { program: "autumn" })
    const order = shop.order("o1", "bob", "10.00 USD")
    expect(all(order, "RewardGranted").map((event) => event.program)).toEqual([credited])
  })
})
