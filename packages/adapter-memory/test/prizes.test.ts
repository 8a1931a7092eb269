/** Prizes through the doors: ranks of the month that is over, once, and nobody who opted out. */
import { badge, type Program, storeCredit } from "@goodword/core"
import { Goodword, movableClock } from "@goodword/core/promise"
import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import * as shop from "./shop.ts"

vi.setConfig({ testTimeout: 120_000 })

const program: Program.Input = {
  id: "spring",
  timeZone: "America/New_York",
  newCustomersOnly: false,
  prizes: [
    {
      id: "top",
      per: "calendar month",
      minimum: { friends: 1 },
      places: [
        { from: 1, give: storeCredit({ amount: "100.00 USD" }) },
        { from: 1, to: 3, give: badge({ name: "Leader" }) },
        { from: 2, to: 3, give: storeCredit({ amount: "25.00 USD" }), hold: "7 days" }
      ]
    },
    {
      id: "sales",
      per: "calendar month",
      minimum: { revenue: "50.00 USD" },
      places: [{ from: 1, give: storeCredit({ amount: "10.00 USD" }) }]
    }
  ],
  onSilence: "hold"
}

const open = async (input: Partial<Program.Input> = {}) => {
  const clock = movableClock("2026-03-10T12:00:00Z")
  const goodword = await Goodword.open({
    store: shop.storeOf(),
    clock,
    pollMs: 0,
    programs: [{ ...program, ...input }]
  })
  let n = 0
  const names = new Map<string, string>()
  return {
    clock,
    goodword,
    refer: async (advocate: string, total = "30.00 USD") => {
      const { code, person } = await goodword.enroll({
        customer: advocate,
        code: advocate.toUpperCase(),
        key: `e-${advocate}`
      })
      names.set(person, advocate)
      n += 1
      clock.advance("1 minute")
      await goodword.touch({ code, customer: `friend-${n}` })
      await goodword.orderPaid({ order: `order-${n}`, customer: `friend-${n}`, total })
      return `order-${n}`
    },
    award: async (prize = "top", more: object = {}) => {
      const awarded = await goodword.awardPrizes({ prize, ...more })
      return {
        ...awarded,
        ranks: awarded.winners.map(({ person, place, score }) => `${place} ${names.get(person)} ${score}`),
        gifts: awarded.rewards.map(({ amount, person, state }) => `${names.get(person)} ${amount} ${state}`)
      }
    },
    proved: async () => {
      expect((await goodword.replay()).differences).toEqual([])
      expect((await goodword.audit()).findings).toEqual([])
    }
  }
}

describe("awardPrizes", () => {
  it("gives the places of the month before what they win, ties in the order in which they were reached", async () => {
    const { award, clock, goodword, proved, refer } = await open()
    for (const who of ["ann", "bob", "cat", "bob", "dan", "ann"]) await refer(who)
    clock.set("2026-04-01T04:00:00Z")
    const { because, gifts, period, ranks } = await award()
    expect(period).toBe("2026-03")
    // Bob had his second friend before Ann.
    expect(ranks).toEqual(["1 bob 2", "2 ann 2", "3 cat 1"])
    expect(gifts).toEqual([
      "bob 100.00 USD available",
      "bob 1 badge available",
      "ann 1 badge available",
      "ann 25.00 USD pending",
      "cat 1 badge available",
      "cat 25.00 USD pending"
    ])
    expect(because[0]).toBe("prize top of 2026-03: awarded to 3 people")
    const { lines } = await goodword.statement({ customer: "bob" })
    expect(lines.map(({ text }) => text)).toContain("100.00 USD granted as prize top of 2026-03")
    clock.advance("8 days")
    await goodword.runDue()
    await proved()
    await goodword.close()
  })

  it("ranks by what friends paid, kept amounts alone, from the minimum on", async () => {
    const { award, clock, goodword, proved, refer } = await open()
    const first = await refer("ann", "200.00 USD")
    const second = await refer("ann", "60.00 USD")
    await refer("bob", "49.99 USD")
    await goodword.orderCanceled({ order: first })
    await goodword.orderRefunded({ order: second, refund: "r1", amount: "10.00 USD" })
    clock.set("2026-04-02T12:00:00Z")
    expect((await award("sales")).ranks).toEqual(["1 ann 50.00 USD"])
    await proved()
    await goodword.close()
  })

  it("awards once, whoever asks twice or at once, and a friend who falls later changes nothing", async () => {
    const { award, clock, goodword, proved, refer } = await open()
    const order = await refer("ann")
    await refer("bob")
    clock.set("2026-04-02T12:00:00Z")
    const [one, two] = await Promise.all([award(), award()])
    expect([one.isReplayed, two.isReplayed].sort()).toEqual([false, true])
    await goodword.orderRefunded({ order, refund: "r1", amount: "30.00 USD" })
    const again = await award()
    expect([again.isReplayed, again.ranks]).toEqual([true, ["1 ann 1", "2 bob 1"]])
    clock.set("2026-07-02T12:00:00Z")
    expect((await award("top", { period: "2026-03" })).ranks).toEqual(["1 ann 1", "2 bob 1"])
    await proved()
    await goodword.close()
  })

  it("passes over whoever opted out, and a friend who fell before", async () => {
    const { award, clock, goodword, proved, refer } = await open()
    await refer("ann")
    await refer("bob")
    const order = await refer("cat")
    await goodword.setListed({ customer: "ann", listed: false })
    await goodword.orderRefunded({ order, refund: "r1", amount: "30.00 USD" })
    clock.set("2026-04-02T12:00:00Z")
    expect((await award()).ranks).toEqual(["1 bob 1"])
    await proved()
    await goodword.close()
  })

  it.each([
    ["2026-04-01T03:59:59.999Z", "2026-03", "2026-02"],
    ["2026-05-01T04:00:00Z", "2026-03", "2026-04"],
    ["2026-04-15T12:00:00Z", "2026-04", "2026-03"]
  ])("refuses at %s the prizes of %s: due are those of %s", async (at, period, due) => {
    const { award, clock, goodword, refer } = await open()
    await refer("ann")
    clock.set(at)
    const error = await award("top", { period }).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ _tag: "PrizeNotDue", rejection: { period, due } })
    await goodword.close()
  })

  it("refuses a prize that is not there, and a month that is none", async () => {
    const { award, goodword } = await open()
    expect(await award("best").catch((reason: unknown) => reason)).toMatchObject({
      _tag: "PrizeUnknown",
      rejection: { prize: "best" }
    })
    const input = await award("top", { period: "March" }).catch((reason: unknown) => reason)
    expect(input).toMatchObject({ _tag: "InvalidInput", issues: [{ path: "period" }] })
    await goodword.close()
  })

  it("is bound by the budget: who comes after it is empty is told so, in the order of the places", async () => {
    const { award, clock, goodword, proved, refer } = await open({
      budget: { amount: "110.00 USD", per: "calendar month" }
    })
    await refer("ann")
    await refer("bob")
    clock.set("2026-04-02T12:00:00Z")
    const { gifts, refused } = await award()
    expect(gifts).toEqual(["ann 100.00 USD available", "ann 1 badge available", "bob 1 badge available"])
    expect(refused).toEqual([{ rule: "top.prize.3", side: "advocate", kind: "store-credit", reason: "budget" }])
    await proved()
    await goodword.close()
  })

  it("awards a month in which nobody led, to nobody", async () => {
    const { award, clock, goodword, proved } = await open()
    clock.set("2026-04-02T12:00:00Z")
    expect((await award()).ranks).toEqual([])
    await proved()
    await goodword.close()
  })

  const who = fc.constantFrom("ann", "bob", "cat", "dan")
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ refer: who, total: fc.constantFrom("30.00 USD", "60.00 USD") }) },
    {
      weight: 2,
      arbitrary: fc.record({ refund: fc.nat({ max: 12 }), amount: fc.constantFrom("30.00 USD", "10.00 USD") })
    },
    { weight: 1, arbitrary: fc.record({ cancel: fc.nat({ max: 12 }) }) },
    { weight: 1, arbitrary: fc.record({ list: who, listed: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ pass: fc.constantFrom("1 day", "9 days") }) }
  )

  it("law 111: winners are the leaders of the month, once each, as the auditor counts them anew, whatever happens before and after", async () => {
    let met = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 14, size: "max" }),
        fc.array(step, { maxLength: 4 }),
        async (before, after) => {
          const { award, clock, goodword, proved, refer } = await open()
          for (const one of ["ann", "bob", "cat", "dan"])
            await goodword.enroll({ customer: one, code: one.toUpperCase(), key: `e-${one}` })
          const live = async (one: (typeof before)[number]): Promise<unknown> => {
            if ("refer" in one) return refer(one.refer, one.total)
            if ("pass" in one) return clock.advance(one.pass)
            if ("list" in one) return goodword.setListed({ customer: one.list, listed: one.listed })
            if ("cancel" in one) return goodword.orderCanceled({ order: `order-${one.cancel}` })
            const id = `r${one.refund}-${one.amount}`
            return goodword.orderRefunded({ order: `order-${one.refund}`, refund: id, amount: one.amount })
          }
          for (const one of before) await live(one)
          const month = new Date(clock.now()).toISOString().slice(0, 7)
          const [year = 0, number = 0] = month.split("-").map(Number)
          clock.set(new Date(Date.UTC(year, number, 15)).toISOString())
          const { leaders } = await goodword.leaderboard({ period: "previous month", limit: 3 })
          const { period, winners } = await award()
          met += winners.length
          expect(period).toBe(month)
          expect(winners.map(({ person, score }) => [person, score])).toEqual(
            leaders.map(({ person, score }) => [person, score])
          )
          await award("sales")
          for (const one of after) await live(one)
          expect((await award("top", { period })).winners).toEqual(winners)
          await proved()
          await goodword.close()
        }
      ),
      { numRuns: Math.max(50, fc.readConfigureGlobal().numRuns ?? 0) }
    )
    expect(met).toBeGreaterThan(0)
  })
})
