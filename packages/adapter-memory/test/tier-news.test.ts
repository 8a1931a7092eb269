/** What is told of tiers: to plugins what the log says, once each; and to advocates what an edit has changed. */
import { type Message, type Program, vipStatus } from "@goodword/core"
import { Goodword, movableClock, type PromisePlugin } from "@goodword/core/promise"
import { describe, expect, it } from "vitest"
import * as shop from "./shop.ts"

const program = {
  id: "spring",
  timeZone: "UTC",
  onSilence: "hold",
  tiers: [
    { id: "silver", from: { friends: 1 }, within: "calendar month" },
    { id: "gold", from: { friends: 2 }, within: "calendar month", perks: [vipStatus({ status: "gold" })] }
  ]
} as const satisfies Program.Input

/** Two friends come in March and one in April, and one falls; then time goes by. */
const lived = async (plugin: Partial<PromisePlugin>) => {
  const store = shop.storeOf()
  const clock = movableClock(shop.start)
  const plugins = [{ id: "mailer", intents: [], deliver: () => Promise.resolve(), ...plugin }]
  const goodword = await Goodword.open({ store, clock, programs: [program], plugins, pollMs: 0 })
  await goodword.enroll({ customer: "ann", code: "ANN" })
  const refer = async (customer: string) => {
    await goodword.touch({ customer, code: "ANN", key: customer })
    await goodword.orderPaid({ order: `o-${customer}`, customer, total: "80.00 USD" })
  }
  await refer("bob")
  await refer("eve")
  clock.advance("31 days")
  await goodword.runDue()
  await refer("kim")
  await goodword.orderCanceled({ order: "o-kim" })
  // The last news are not delivered yet.
  const rows = JSON.stringify(store.snapshot())
  await goodword.runDue()
  await goodword.close()
  return rows
}

describe("news of tiers", () => {
  it("come to the plugin that tells them, as the log has them", async () => {
    const heard: Message.TierNews[] = []
    await lived({ tellTier: async (_, news) => void heard.push(news) })
    const inOrder = heard.toSorted((a, b) => a.n - b.n)
    const written = inOrder.map(({ at, news, tier, until }) => {
      const end = until === null ? "" : ` until ${new Date(until).toISOString().slice(0, 10)}`
      return `${news} ${tier} at ${new Date(at).toISOString().slice(0, 10)}${end}`
    })
    expect(written).toEqual([
      "TierReached silver at 2026-03-01 until 2026-04-01",
      "TierReached gold at 2026-03-01 until 2026-04-01",
      "TierLost gold at 2026-04-01",
      "TierLost silver at 2026-04-01",
      "TierReached silver at 2026-04-01 until 2026-05-01",
      "TierLost silver at 2026-04-01"
    ])
    expect(inOrder.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5, 6])
    expect(new Set(heard.map(({ id }) => id)).size).toBe(6)
  })

  it("are written for nobody where no plugin tells them", async () => {
    expect(await lived({})).not.toContain("TierNews")
    expect(await lived({ tellTier: () => Promise.reject(new Error("away")) })).toContain("TierNews")
  })

  it("have one teller", async () => {
    const teller = (id: string): PromisePlugin => ({
      id,
      intents: [],
      deliver: () => Promise.resolve(),
      tellTier: () => Promise.resolve()
    })
    const opened = Goodword.open({ store: shop.storeOf(), plugins: [teller("a"), teller("b")], pollMs: 0 })
    await expect(opened).rejects.toMatchObject({
      issues: [{ path: "plugins[1]", message: expect.stringContaining('news of tiers is taken by plugin "a"') }]
    })
  })
})

describe("settleTiers", () => {
  const edited = async (tiers: NonNullable<Program.Input["tiers"]>) => {
    const store = shop.storeOf()
    const clock = movableClock(shop.start)
    const goodword = await Goodword.open({ store, clock, programs: [program], pollMs: 0 })
    for (const [who, friends] of [
      ["ann", 1],
      ["kim", 2],
      ["zoe", 0]
    ] as const) {
      await goodword.enroll({ customer: who, code: who.toUpperCase() })
      for (let n = 0; n < friends; n++) {
        const customer = `${who}-${n}`
        await goodword.touch({ customer, code: who.toUpperCase(), key: customer })
        await goodword.orderPaid({ order: `o-${customer}`, customer, total: "80.00 USD" })
      }
    }
    // Another program of the shop has advocates of its own.
    await goodword.publish({ id: "fall", timeZone: "UTC", onSilence: "hold" })
    await goodword.enroll({ customer: "max", code: "MAX", program: "fall" })
    await goodword.touch({ customer: "max-0", code: "MAX", key: "max-0" })
    await goodword.orderPaid({ order: "o-max-0", customer: "max-0", total: "80.00 USD" })
    await goodword.publish({ ...program, tiers })
    const before = (await goodword.events(0, 1_000)).events.length
    const answer = await goodword.settleTiers({})
    const events = (await goodword.events(0, 1_000)).events.slice(before)
    const again = await goodword.settleTiers({})
    const proofs = [(await goodword.audit()).findings, (await goodword.replay()).differences]
    await goodword.close()
    return {
      answer,
      again,
      proofs,
      told: events.map(({ body, type }) => `${type} ${(body as { tier?: string }).tier}`)
    }
  }
  const silver = { id: "silver", from: { friends: 1 }, within: "calendar month" as const }
  const gold = { id: "gold", from: { friends: 2 }, within: "calendar month" as const }
  const perk = { ...gold, from: { friends: 1 }, perks: [vipStatus({ status: "gold" })] }

  it.each<readonly [string, NonNullable<Program.Input["tiers"]>, readonly string[], number]>([
    [
      "a tier that is easier now",
      [perk],
      ["TierLost silver", "TierReached gold", "RewardGranted gold", "TierLost silver"],
      2
    ],
    ["a tier that is harder now", [silver, { ...gold, from: { friends: 3 } }], ["TierLost gold", "RewardTakenBack"], 1],
    ["no tiers any more", [], ["TierLost silver", "TierLost gold", "RewardTakenBack", "TierLost silver"], 2],
    ["the very same tiers", program.tiers, [], 0]
  ])("tells who is concerned of %s, once", async (_, tiers, told, people) => {
    const found = await edited(tiers)
    expect(found.told.map((one) => one.replace(" undefined", "")).toSorted()).toEqual(told.toSorted())
    expect(found.answer).toEqual({ program: "spring", looked: 2, told: people, next: null })
    expect(found.again).toEqual({ program: "spring", looked: 2, told: 0, next: null })
    expect(found.proofs).toEqual([[], []])
  })

  it("goes on where it was, and refuses a program that is not there", async () => {
    const goodword = await Goodword.open({ store: shop.storeOf(), programs: [program], pollMs: 0 })
    expect(await goodword.settleTiers({ after: 1_000 })).toEqual({ program: "spring", looked: 0, told: 0, next: null })
    await expect(goodword.settleTiers({ program: "fall" })).rejects.toMatchObject({ _tag: "ProgramUnknown" })
    await expect(goodword.settleTiers({ after: -1 })).rejects.toMatchObject({ issues: [{ path: "after" }] })
    await goodword.close()
  })
})
