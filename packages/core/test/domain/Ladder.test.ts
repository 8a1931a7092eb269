import * as Result from "effect/Result"
import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import type { Decision } from "../../src/domain/Draft.ts"
import type * as Event from "../../src/domain/Event.ts"
import type * as Fact from "../../src/domain/Fact.ts"
import * as Instant from "../../src/domain/Instant.ts"
import * as Key from "../../src/domain/Key.ts"
import * as Ladder from "../../src/domain/Ladder.ts"
import * as Pin from "../../src/domain/Pin.ts"
import * as Program from "../../src/domain/Program.ts"
import { History, history, live } from "../arbitraries/histories.ts"
import { law } from "../arbitraries/money.ts"
import { all, credit, day, program, Shop } from "../arbitraries/shop.ts"
import type { World } from "../arbitraries/world.ts"

vi.setConfig({ testTimeout: 120_000 })

const vip = (status: string) => ({ kind: "vip-status" as const, status })
const badge = { kind: "badge" as const, name: "Golden friend" }
const silver = { id: "silver", from: { friends: 1 }, perks: [vip("silver")] }
const gold = { id: "gold", from: { friends: 2 }, perks: [vip("gold"), badge] }
const base = { newCustomersOnly: false, advocate: { give: credit() } }
const shopWith = (tiers: readonly object[], input: object = {}): Shop =>
  new Shop(program({ ...base, tiers: tiers as never, ...input })).enroll("ann")

type OfTier = Event.TierReached | Event.TierKept | Event.TierLost
const isOfTier = (event: Event.Event): event is OfTier => event._tag.startsWith("Tier")

/** `TierReached silver`, and until when. */
const told = ({ events }: { readonly events: readonly Event.Event[] }): readonly string[] =>
  events.filter(isOfTier).map((event) => {
    const until = "until" in event && event.until !== null ? ` until ${Instant.format(event.until).slice(0, 16)}` : ""
    return `${event._tag} ${event.tier}${until}`
  })

const perks = (shop: Shop): readonly string[] => shop.standings.filter((one) => one.includes(".perk."))

describe("Ladder", () => {
  it("tells each tier once, with why, and brings its perks", () => {
    const shop = shopWith([silver, gold])
    const first = shop.refer("ann", "f1", "o1")
    expect(told(first)).toEqual(["TierReached silver"])
    expect(first.events.find(isOfTier)).toMatchObject({
      id: "advocate/spring/ann/tier/1/reached",
      version: 1,
      until: null,
      because: [{ check: "tier", passed: true, actual: "1", limit: "1" }]
    })
    const perk = all(first, "RewardGranted").at(-1)
    expect(perk).toMatchObject({ rule: "silver.perk.1", tier: "silver", milestone: true, friend: null })
    expect(perk).not.toHaveProperty("prize")
    expect(told(shop.refer("ann", "f2", "o2"))).toEqual(["TierReached gold"])
    expect(told(shop.refer("ann", "f3", "o3"))).toEqual([])
    expect(perks(shop)).toEqual([
      "silver.perk.1: 1 vip-status vip-status available",
      "gold.perk.1: 1 vip-status vip-status available",
      "gold.perk.2: 1 badge badge available"
    ])
  })

  it("asks plugins to give a perk and to take it back", () => {
    const shop = shopWith([silver])
    const intents = ({ messages }: Decision) => messages.flatMap((one) => (one._tag === "Intent" ? [one.intent] : []))
    expect(intents(shop.refer("ann", "f1", "o1"))).toContain("GrantStatus")
    expect(intents(shop.refund("o1", "r1", "100.00 USD"))).toContain("RevokeStatus")
  })

  it("tells whoever listens what the log says, perks or none", () => {
    const shop = shopWith([{ id: "silver", from: { friends: 1 }, within: "calendar month" }])
    const news = ({ messages }: Decision) => messages.filter((one) => one._tag === "TierNews")
    const until = Date.parse("2026-04-01T00:00:00Z")
    const reached = {
      _tag: "TierNews",
      id: "news/advocate/spring/ann/tier/1/reached",
      due: shop.world.now,
      news: "TierReached",
      program: "spring",
      person: "ann",
      tier: "silver",
      n: 1,
      at: shop.world.now,
      until
    }
    expect(news(shop.refer("ann", "f1", "o1"))).toEqual([reached])
    expect(news(shop.refer("ann", "f2", "o2"))).toEqual([])
    const [lost] = [shop.refund("o1", "r1", "100.00 USD"), shop.refund("o2", "r1", "100.00 USD")].flatMap(news)
    const id = "news/advocate/spring/ann/tier/2/lost"
    expect(lost).toEqual({ ...reached, id, news: "TierLost", n: 2, due: lost?.due, at: lost?.at, until: null })
  })

  it("takes perks along with a tier that falls, the highest first; a badge stays", () => {
    const shop = shopWith([silver, gold])
    shop.refer("ann", "f1", "o1")
    shop.refer("ann", "f2", "o2")
    expect(told(shop.refund("o1", "r1", "100.00 USD"))).toEqual(["TierLost gold"])
    expect(told(shop.refund("o2", "r1", "100.00 USD"))).toEqual(["TierLost silver"])
    expect(perks(shop)).toEqual([
      "silver.perk.1: 1 vip-status less 1 vip-status vip-status reversed",
      "gold.perk.1: 1 vip-status less 1 vip-status vip-status reversed",
      "gold.perk.2: 1 badge badge available"
    ])
    shop.refer("ann", "f3", "o3")
    const again = shop.refer("ann", "f4", "o4")
    expect(told(again)).toEqual(["TierReached gold"])
    const ids = again.events.flatMap((event) => (event._tag === "RewardGranted" ? [event.reward] : []))
    expect(ids).toContain("reward/spring/gold.perk.1/advocate/ann/tier/g2")
    expect(ids).not.toContain("reward/spring/gold.perk.2/advocate/ann/tier/g2")
  })

  it("reaches all steps at once that one order takes, and says neither reached nor lost where it comes to nothing", () => {
    const byRevenue = [
      { id: "silver", from: { revenue: "10.00 USD" } },
      { id: "gold", from: { revenue: "90.00 USD" } }
    ]
    const both = shopWith(byRevenue).refer("ann", "f1", "o1")
    expect(told(both)).toEqual(["TierReached silver", "TierReached gold"])
    expect(both.events.find(isOfTier)).not.toHaveProperty("perks")
    const shop = shopWith(byRevenue)
    shop.refund("o1", "r1", "50.00 USD")
    expect(told(shop.refer("ann", "f1", "o1"))).toEqual(["TierReached silver"])
  })

  const monthly = { ...silver, within: "calendar month", grace: "10 days" }

  it("is lost when its time is over, by a wake; and moves its end with every friend that keeps it longer", () => {
    const shop = shopWith([monthly])
    expect(told(shop.refer("ann", "f1", "o1"))).toEqual(["TierReached silver until 2026-04-11T00:00"])
    expect(told(shop.refer("ann", "f2", "o2"))).toEqual([])
    shop.after(35 * day)
    const kept = shop.refer("ann", "f3", "o3")
    expect(told(kept)).toEqual(["TierKept silver until 2026-05-11T00:00"])
    expect(kept.events.find(isOfTier)?.because).toEqual([{ check: "tier", passed: true, actual: "1", limit: "1" }])
    const before = shop.world.events.length
    shop.after(60 * day)
    const since = shop.world.events.slice(before)
    expect(told({ events: since })).toEqual(["TierLost silver"])
    expect(since.find(isOfTier)).toMatchObject({
      at: Date.parse("2026-05-11T00:00:00Z"),
      because: [{ check: "tier", passed: false, actual: "0", limit: "1" }]
    })
    expect(perks(shop)).toEqual(["silver.perk.1: 1 vip-status less 1 vip-status vip-status reversed"])
  })

  it("tells late what a wake that never came did not, dated at its time, before what comes next", () => {
    const shop = shopWith([monthly])
    shop.refer("ann", "f1", "o1")
    shop.world.sleep(shop.world.now + 60 * day)
    const { events } = shop.refer("ann", "f2", "o2")
    expect(told({ events })).toEqual(["TierLost silver", "TierReached silver until 2026-06-11T00:00"])
    expect(events.find(isOfTier)?.at).toBe(Date.parse("2026-04-11T00:00:00Z"))
    // The wake comes after all, and finds nothing to do.
    const count = shop.world.events.length
    shop.after(1)
    expect(shop.world.events.length).toBe(count)
  })

  it("wakes once for tiers that end at one time, and once for each time", () => {
    const wakes = (tiers: readonly object[]) =>
      shopWith(tiers)
        .refer("ann", "f1", "o1")
        .messages.flatMap((one) => (one._tag === "Wake" && one.command._tag === "SettleTiers" ? [one.due] : []))
    const gold = { id: "gold", from: { friends: 1 } }
    const year = { ...gold, within: "calendar year" }
    const month = { id: "silver", from: { friends: 1 }, within: "calendar month" }
    const [april, january] = [Date.parse("2026-04-01T00:00:00Z"), Date.parse("2027-01-01T00:00:00Z")]
    // What is below a tier is kept as long as that, for good below one that is.
    expect([wakes([month, year]), wakes([year, month]), wakes([month, gold])]).toEqual([
      [january],
      [january, april],
      []
    ])
  })

  it("is lost with a friend who falls when that is, though its time is not over", () => {
    const shop = shopWith([monthly])
    shop.refer("ann", "f1", "o1")
    shop.after(day)
    const { events } = shop.refund("o1", "r1", "100.00 USD")
    expect([told({ events }), events.find(isOfTier)?.at]).toEqual([["TierLost silver"], shop.world.now])
  })

  it("is kept for good below one that ends", () => {
    const tiers = [
      { id: "silver", from: { friends: 1 } },
      { id: "gold", from: { friends: 1 }, within: "calendar month" }
    ]
    expect(told(shopWith(tiers).refer("ann", "f1", "o1"))).toEqual([
      "TierReached silver",
      "TierReached gold until 2026-04-01T00:00"
    ])
  })

  it("is not lost where an edit asks for more, and what comes next is enough", () => {
    const shop = shopWith([silver])
    shop.refer("ann", "f1", "o1")
    const more = { ...silver, from: { friends: 2 } }
    shop.publish(program({ ...base, tiers: [more] as never }), "publish")
    expect(told(shop.refer("ann", "f2", "o2"))).toEqual([])
    expect(perks(shop)).toEqual(["silver.perk.1: 1 vip-status vip-status available"])
  })

  it("ends sooner when what kept it is given back", () => {
    const shop = shopWith([monthly])
    shop.refer("ann", "f1", "o1")
    shop.after(35 * day)
    shop.refer("ann", "f2", "o2")
    expect(told(shop.refund("o2", "r1", "100.00 USD"))).toEqual(["TierKept silver until 2026-04-11T00:00"])
  })

  it("keeps a tier below while one above it stands, and tells the ends of both", () => {
    const shop = shopWith([
      { id: "silver", from: { friends: 1 }, within: "calendar month" },
      { id: "gold", from: { friends: 1 }, within: "calendar year" }
    ])
    expect(told(shop.refer("ann", "f1", "o1"))).toEqual([
      "TierReached silver until 2027-01-01T00:00",
      "TierReached gold until 2027-01-01T00:00"
    ])
    const before = shop.world.events.length
    shop.after(400 * day)
    expect(told({ events: shop.world.events.slice(before) })).toEqual(["TierLost gold", "TierLost silver"])
  })

  it("tells of an edit with what comes next: tiers that are new, and tiers that are gone with their perks", () => {
    const shop = shopWith([silver])
    shop.refer("ann", "f1", "o1")
    const edit = (tiers: readonly object[]) => shop.publish(program({ ...base, tiers: tiers as never }), "publish")
    edit([{ id: "bronze", from: { friends: 1 } }, gold])
    const { events } = shop.refer("ann", "f2", "o2")
    expect(told({ events })).toEqual(["TierLost silver", "TierReached bronze", "TierReached gold"])
    expect(events.find(isOfTier)?.because).toEqual([
      { check: "tier", passed: false, actual: "version 2 has no such tier" }
    ])
    edit([])
    expect(told(shop.refer("ann", "f3", "o3"))).toEqual(["TierLost gold", "TierLost bronze"])
    expect(perks(shop).filter((one) => one.endsWith("available"))).toEqual(["gold.perk.2: 1 badge badge available"])
  })

  it("costs a program that never had tiers nothing: nothing is noted, and no key is asked for", () => {
    const shop = new Shop(program(base)).enroll("ann")
    const decision = shop.refer("ann", "f1", "o1")
    expect((decision as { readonly scored?: unknown }).scored).toBe(undefined)
    const advocate = shop.world.fact<Fact.Advocate>(Key.advocate("spring" as never, "ann" as never))
    expect(advocate?.tiers).toBe(undefined)
  })

  it.each([
    [
      "an amount",
      { kind: "store-credit", amount: "1.00 USD" },
      /^tiers\[0\]\.perks\[0\]\.kind: a store-credit is used up/
    ],
    ["a policy", { policy: "and", of: [] }, /^tiers\[0\]\.perks\[0\]\.policy: is not possible here/],
    ["an unknown kind", { kind: "halo" }, /^tiers\[0\]\.perks\[0\]\.kind: /],
    ["terms that are wrong", { kind: "badge", name: "" }, /^tiers\[0\]\.perks\[0\]\.name: /]
  ])("refuses %s as a perk", (_, perk, message) => {
    const tiers = [{ id: "silver", from: { friends: 1 }, perks: [perk] }]
    const read = Program.decode({ id: "spring", timeZone: "UTC", onSilence: "hold", tiers })
    expect(Result.isFailure(read) && read.failure.message).toMatch(message)
  })

  it("bounds what one order can bring: perks count with all other rewards", () => {
    const many = (n: number) => ({ id: `t${n}`, from: { friends: n }, perks: Array.from({ length: 4 }, () => badge) })
    const read = (tiers: readonly object[], rest: object) =>
      Program.decode({ id: "spring", timeZone: "UTC", onSilence: "hold", tiers, ...rest })
    expect(Result.isSuccess(read([many(1), many(2), many(3)], {}))).toBe(true)
    const more = read([many(1), many(2), many(3)], { advocate: { give: credit() } })
    expect(Result.isFailure(more) && more.failure.message).toMatch(/at most 12 rewards .* not 13/)
  })
})

const advocatesOf = (world: World): readonly Fact.Advocate[] =>
  [...world.facts].flatMap(([key, fact]) =>
    key.startsWith("advocate/") && fact !== null ? [fact as Fact.Advocate] : []
  )

const liveTiers = (world: World, id: Fact.Advocate["program"]) => {
  const head = world.fact<Fact.ProgramHead>(Key.program(id))
  const version = head === null ? 0 : Pin.at(head, world.now).version
  return world.programs.get(Key.programVersion(id, version))
}

/** Histories of programs that all have tiers, which are reached by little. */
const climbing = (scope: Parameters<typeof history>[0] = {}) => {
  const tiers = [
    { id: "low", from: { friends: 1 }, within: "calendar month" as const, grace: "3 days" },
    { id: "high", from: { friends: 2 }, within: "calendar month" as const }
  ]
  return fc.oneof(history(scope), history({ ...scope, isWalk: true })).map(
    ({ edits, programs, steps, unit }) =>
      new History(
        unit,
        programs.map((one) => ({ tiers, ...one })),
        edits,
        steps
      )
  )
}

/** In the end one tier is another, and one is harder to reach. */
const editedAtLast = ({ programs, steps, unit }: History): History => {
  const tiers = [
    { id: "other", from: { friends: 1 } },
    { id: "high", from: { friends: 3 }, within: "calendar month" as const }
  ]
  const [first] = programs
  const edits = first === undefined ? [] : [{ ...first, tiers }]
  return new History(unit, programs, edits, [...steps, { do: "publish", version: 0, openReferrals: "keep", later: 0 }])
}

describe("laws of the ladder", () => {
  it("law 108: every tier is reached, kept and lost in turns, at every prefix and whatever is edited", () => {
    fc.assert(
      fc.property(climbing(), (story) => {
        const held = new Map<string, Set<string>>()
        const { events, messages } = live(story)
        const news = [...messages.values()].flatMap((one) => (one._tag === "TierNews" ? [`${one.news} ${one.id}`] : []))
        expect(news).toEqual(events.filter(isOfTier).map(({ _tag, id }) => `${_tag} news/${id}`))
        for (const event of events.filter(isOfTier)) {
          const key = Key.advocate(event.program, event.person)
          const mine = held.get(key) ?? new Set()
          held.set(key, mine)
          expect(mine.has(event.tier)).toBe(event._tag !== "TierReached")
          if (event._tag === "TierReached") mine.add(event.tier)
          if (event._tag === "TierLost") mine.delete(event.tier)
        }
      }),
      law
    )
  })

  it("law 109: once all wakes have come, advocates were told of the very tiers that they have, and until when", () => {
    let met = 0
    fc.assert(
      fc.property(climbing({ edits: false }), (story) => {
        const world = live(story)
        world.advance(world.now)
        for (const advocate of advocatesOf(world)) {
          const tiers = liveTiers(world, advocate.program)?.tiers ?? []
          const has = Ladder.steps(tiers, advocate, world.now).map(({ tier, until }) => [tier.id, until])
          met += has.length
          const said = (advocate.tiers?.held ?? []).map(({ tier, until }) => [tier, until])
          expect(new Map(said as never)).toEqual(new Map(has as never))
        }
      }),
      law
    )
    expect(met).toBeGreaterThan(0)
  })

  it("law 109: after an edit it is so once every advocate is asked", () => {
    const edited = { met: 0, told: 0 }
    fc.assert(
      fc.property(climbing({ edits: false }), (story) => {
        const world = live(editedAtLast(story))
        world.advance(world.now)
        const before = world.events.length
        for (const { person, program: of } of advocatesOf(world)) {
          world.run({ _tag: "SettleTiers", program: of, person, at: world.now })
        }
        edited.told += world.events.slice(before).filter(isOfTier).length
        for (const advocate of advocatesOf(world)) {
          const tiers = liveTiers(world, advocate.program)?.tiers ?? []
          const has = Ladder.steps(tiers, advocate, world.now).map(({ tier, until }) => [tier.id, until])
          edited.met += has.length
          const said = (advocate.tiers?.held ?? []).map(({ tier, until }) => [tier, until])
          expect(new Map(said as never)).toEqual(new Map(has as never))
        }
      }),
      law
    )
    expect(Math.min(edited.met, edited.told)).toBeGreaterThan(0)
  })

  it("law 110: a perk stands exactly while its tier is held, but for a badge, which stays", () => {
    fc.assert(
      fc.property(history(), (story) => {
        live(story, {
          after: (world) => {
            const advocates = advocatesOf(world)
            for (const [key, fact] of world.facts) {
              if (!key.includes(".perk.") || !key.startsWith("reward/") || fact === null) continue
              const reward = fact as Fact.Reward
              const mine = advocates.find((one) => one.program === reward.program && one.person === reward.person)
              const isHeld = mine?.tiers?.held.some(({ perks: all }) => all.includes(reward.key)) === true
              const stands = reward.state === "available"
              expect(reward.kind === "badge" ? stands || !isHeld : stands === isHeld).toBe(true)
            }
          }
        })
      }),
      law
    )
  })
})
