import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import * as Calendar from "../../../src/domain/Calendar.ts"
import type * as Event from "../../../src/domain/Event.ts"
import type { PersonId, ProgramId } from "../../../src/domain/Ids.ts"
import type { Instant } from "../../../src/domain/Instant.ts"
import * as Board from "../../../src/domain/reading/Board.ts"
import type { Unit } from "../../../src/domain/Unit.ts"
import { history, live } from "../../arbitraries/histories.ts"
import { law } from "../../arbitraries/money.ts"
import { folded, look } from "./folded.ts"

vi.setConfig({ testTimeout: 120_000 })

/** What counts, one by one: a friend who stands, or an order of which something is kept. */
interface Piece {
  readonly board: string
  readonly person: string
  readonly at: number
  readonly minor: bigint
}

/** The other way to a leaderboard: look at the whole log, and count what stands in the end. */
const recounted = (events: readonly Event.Event[]): readonly Piece[] => {
  const zones = new Map<string, Calendar.Zone>()
  const friends = new Map<string, Piece & { readonly month: string }>()
  const orders = new Map<string, { piece: Omit<Piece, "minor">; month: string; total: bigint; refunded: bigint }>()
  const canceled = new Set<string>()
  const month = (program: string, at: Instant) => Calendar.dateOf(at, zones.get(program) ?? Calendar.utc).slice(0, 7)
  for (const event of events) {
    switch (event._tag) {
      case "ProgramPublished":
        zones.set(event.program, (event.document as { timeZone: Calendar.Zone }).timeZone)
        break
      case "ReferralQualified": {
        const { advocate, at, friend, program } = event
        const piece = { board: `${program} friends`, person: advocate, at, minor: 1n }
        friends.set(`${program}/${friend}`, { ...piece, month: month(program, at) })
        break
      }
      case "ReferralUnqualified":
        friends.delete(`${event.program}/${event.friend}`)
        break
      case "ReviewClosed":
        if (event.to === "rejected") friends.delete(`${event.program}/${event.friend}`)
        break
      case "OrderRecorded": {
        const { advocate, at, order, program, total } = event
        if (program === null || advocate === null) break
        const piece = { board: `${program} revenue/${total.unit}`, person: advocate, at }
        orders.set(order, { piece, month: month(program, at), total: total.minor, refunded: 0n })
        break
      }
      case "OrderChanged": {
        const found = orders.get(event.order)
        if (found !== undefined && !event.stale) found.total = event.total.minor
        break
      }
      case "OrderRefunded": {
        const found = orders.get(event.order)
        if (found !== undefined && !event.waiting) found.refunded += event.amount.minor
        break
      }
      case "OrderCanceled":
        // Also one that had not come yet.
        canceled.add(event.order)
    }
  }
  const kept = [...orders].flatMap(([order, { month: of, piece, refunded, total }]) =>
    total > refunded && !canceled.has(order) ? [{ ...piece, month: of, minor: total - refunded }] : []
  )
  return [...friends.values(), ...kept].flatMap(({ board, month: of, ...piece }) => [
    { ...piece, board: `${board} all` },
    { ...piece, board: `${board} ${of}` }
  ])
}

const rankedOf = (pieces: readonly Piece[], board: string, unlisted: ReadonlySet<string>) => {
  const scores = new Map<string, { score: bigint; reached: number }>()
  for (const { at, board: of, minor, person } of pieces) {
    if (of !== board || unlisted.has(person)) continue
    const { reached, score } = scores.get(person) ?? { score: 0n, reached: 0 }
    scores.set(person, { score: score + minor, reached: Math.max(reached, at) })
  }
  const all = [...scores].map(([person, found]) => ({ person, ...found }))
  all.sort((a, b) => Number(b.score - a.score) || a.reached - b.reached || (a.person < b.person ? -1 : 1))
  return all.map((one) => ({ ...one, rank: 1 + all.filter(({ score }) => score > one.score).length }))
}

describe("leaderboards", () => {
  it("are what a recount of the whole log finds: friends and revenue, of all time, this month and the last", () => {
    let met = 0
    fc.assert(
      fc.property(history({ steps: 40 }), fc.integer({ min: 1, max: 9 }), (story, cut) => {
        const world = live(story)
        const stored = folded(world.events, [cut])
        const pieces = recounted(world.events)
        const last = new Map(
          world.events.flatMap((e) => (e._tag === "ListingChanged" ? [[e.person as string, e.isListed] as const] : []))
        )
        const unlisted = new Set([...last].filter(([, isListed]) => !isListed).map(([person]) => person))
        for (const { id } of story.programs) {
          const program = id as ProgramId
          for (const metric of ["friends", `revenue/${story.unit}`] as Board.Metric[]) {
            for (const asked of ["all-time", "this month", "previous month"] as const) {
              const [{ leaders, period, size }] = look(stored, (pages) => {
                const period = Board.periodOf(pages, program, asked, world.now)
                const board = { program, metric, period }
                return { period, leaders: Board.leaders(pages, board, 0, 100), size: Board.size(pages, board) }
              })
              const expected = rankedOf(pieces, `${program} ${metric} ${period}`, unlisted)
              expect(leaders).toEqual(expected)
              expect(size).toBe(expected.length)
              met += expected.length
              for (let skip = 0; skip < size; skip++) {
                const [page] = look(stored, (pages) => Board.leaders(pages, { program, metric, period }, skip, 1))
                expect(page).toEqual(expected.slice(skip, skip + 1))
              }
            }
          }
        }
      }),
      law
    )
    expect(met).toBeGreaterThan(0)
  })

  const at = (text: string) => Date.parse(text) as Instant
  const program = "spring" as ProgramId
  const published = (timeZone: string) =>
    ({ _tag: "ProgramPublished", program, document: { timeZone }, recorded: 0 }) as unknown as Event.Event
  const qualified = (friend: string, advocate: string, when: string) =>
    ({ _tag: "ReferralQualified", program, friend, advocate, at: at(when), recorded: at(when) }) as Event.Event
  const fallen = (friend: string, advocate: string, when: string) =>
    ({ _tag: "ReferralUnqualified", program, friend, advocate, at: at(when), recorded: at(when) }) as Event.Event
  const listing = (person: string, isListed: boolean, when: string) =>
    ({ _tag: "ListingChanged", person: person as PersonId, isListed, at: at(when), recorded: at(when) }) as Event.Event
  const told = (events: readonly Event.Event[], period: string, metric: Board.Metric = "friends") =>
    look(folded(events, [2]), (pages) => Board.leaders(pages, { program, metric, period }, 0, 10))[0].map(
      ({ person, rank, score }) => `${rank}. ${person} ${score}`
    )

  it("order equal scores by who reached them first, then by id, and give them one rank", () => {
    const events = [
      published("UTC"),
      qualified("f1", "slow", "2026-03-01T00:00:00Z"),
      qualified("f2", "quick", "2026-03-02T00:00:00Z"),
      qualified("f3", "quick", "2026-03-03T00:00:00Z"),
      qualified("f4", "slow", "2026-03-04T00:00:00Z"),
      qualified("f5", "b", "2026-04-01T00:00:00Z"),
      qualified("f6", "a", "2026-04-01T00:00:00Z"),
      qualified("f7", "gone", "2026-03-05T00:00:00Z")
    ]
    expect(told(events, "all")).toEqual(["1. quick 2", "1. slow 2", "3. gone 1", "3. a 1", "3. b 1"])
    expect(told(events, "2026-03")).toEqual(["1. quick 2", "1. slow 2", "3. gone 1"])
    // Who falls in April falls from March, and whoever is left was there since the first friend.
    events.push(fallen("f4", "slow", "2026-04-02T00:00:00Z"), fallen("f7", "gone", "2026-04-02T00:00:00Z"))
    expect(told(events, "all")).toEqual(["1. quick 2", "2. slow 1", "2. a 1", "2. b 1"])
    expect(told(events, "2026-03")).toEqual(["1. quick 2", "2. slow 1"])
    expect(told(events, "2026-04")).toEqual(["1. a 1", "1. b 1"])
  })

  it.each([
    ["America/New_York", "2026-04-01T03:59:59.999Z", "2026-03"],
    ["America/New_York", "2026-04-01T04:00:00Z", "2026-04"],
    ["Asia/Tokyo", "2026-03-31T14:59:59.999Z", "2026-03"],
    ["Asia/Tokyo", "2026-03-31T15:00:00Z", "2026-04"]
  ])("law 37: in %s, %s is in %s", (zone, when, month) => {
    const events = [published(zone), qualified("f", "ann", when)]
    expect(told(events, month)).toEqual(["1. ann 1"])
    const before = look(folded(events, [9]), (pages) => Board.periodOf(pages, program, "previous month", at(when)))[0]
    expect(before).toBe(month === "2026-03" ? "2026-02" : "2026-03")
  })

  it("goes back over the turn of a year", () => expect(Board.monthBefore("2026-01")).toBe("2025-12"))

  it("leave out who is not listed, who loses nothing and may come back", () => {
    const events = [
      published("UTC"),
      qualified("f1", "ann", "2026-03-01T00:00:00Z"),
      qualified("f2", "bob", "2026-03-02T00:00:00Z"),
      listing("ann", false, "2026-03-03T00:00:00Z"),
      qualified("f3", "ann", "2026-03-04T00:00:00Z")
    ]
    for (const period of ["all", "2026-03"]) expect(told(events, period)).toEqual(["1. bob 1"])
    events.push(listing("ann", true, "2026-04-05T00:00:00Z"))
    for (const period of ["all", "2026-03"]) expect(told(events, period)).toEqual(["1. ann 2", "2. bob 1"])
  })

  it("count what is kept of friends' orders, in each currency apart", () => {
    const usd = (minor: bigint) => ({ minor, unit: "USD" as Unit })
    const order = (id: string, advocate: string | null, total: object, when: string) =>
      ({
        ...{ _tag: "OrderRecorded", order: id, advocate, program: advocate === null ? null : program, total },
        ...{ at: at(when), recorded: at(when) }
      }) as unknown as Event.Event
    const change = (id: string, minor: bigint, stale: boolean) =>
      ({ _tag: "OrderChanged", order: id, total: usd(minor), stale, recorded: 9 }) as unknown as Event.Event
    const refund = (id: string, minor: bigint, waiting: boolean) =>
      ({ _tag: "OrderRefunded", order: id, amount: usd(minor), waiting, recorded: 9 }) as unknown as Event.Event
    const events = [
      published("UTC"),
      refund("o1", 30n, true),
      order("o1", "ann", usd(100n), "2026-03-01T00:00:00Z"),
      refund("o1", 30n, false),
      order("o2", "bob", usd(60n), "2026-03-02T00:00:00Z"),
      order("o3", "bob", { minor: 5n, unit: "EUR" }, "2026-03-02T00:00:00Z"),
      order("o4", null, usd(1_000n), "2026-03-02T00:00:00Z")
    ]
    const leaders = (unit = "USD") => told(events, "all", `revenue/${unit as Unit}`)
    expect(leaders()).toEqual(["1. ann 70", "2. bob 60"])
    expect(leaders("EUR")).toEqual(["1. bob 5"])
    events.push(change("o1", 80n, false), change("o1", 500n, true), refund("o4", 7n, false))
    expect(leaders()).toEqual(["1. bob 60", "2. ann 50"])
    // More than all of it: nothing is left, and nobody is below zero.
    events.push(refund("o1", 51n, false))
    expect(leaders()).toEqual(["1. bob 60"])
    events.push(change("o1", 200n, false))
    expect(leaders()).toEqual(["1. ann 119", "2. bob 60"])
  })
})
