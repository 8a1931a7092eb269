/** Read models on a whole engine: complete when they are asked for, folded exactly once, and made anew the same. */
import type { memoryStore } from "@goodword/adapter-memory"
import { type Store, StoreError } from "@goodword/core"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import * as Reader from "../../core/src/engine/Reader.ts"
import { percentOff, storeCredit } from "../../core/src/index.ts"
import { law } from "../../core/test/arbitraries/money.ts"
import * as shop from "./shop.ts"

vi.setConfig({ testTimeout: 120_000 })

const calls = fc.array(shop.call, { minLength: 1, maxLength: 25, size: "max" })

type Memory = ReturnType<typeof memoryStore>

/** The pages of the read models, without their versions. */
const pagesIn = async (store: Memory): Promise<ReadonlyMap<string, unknown>> => {
  const rows = await Effect.runPromise(store.facts("default" as never, undefined, 100_000))
  const pages = rows.filter(
    ({ key, value }) => key.startsWith("reading/") && key !== "reading/cursor" && value !== null
  )
  return new Map(pages.map(({ key, value }) => [key, value]))
}

describe("a statement", () => {
  it("says what became of a reward, with what was left after each line", async () => {
    const { clock, goodword } = await shop.openOn(shop.storeOf(), {
      programs: [
        {
          id: "spring",
          timeZone: "UTC",
          friend: { give: percentOff({ percent: 20, maximum: "50.00 USD" }) },
          advocate: { give: storeCredit({ amount: "10.00 USD" }), hold: "14 days" },
          onSilence: "hold"
        }
      ]
    })
    const { code } = await goodword.enroll({ customer: "ann" })
    for (const one of ["1", "2"]) {
      await goodword.touch({ customer: `joe${one}`, code })
      await goodword.orderPaid({ order: `o${one}`, customer: `joe${one}`, total: "80.00 USD" })
    }
    expect(await goodword.balances({ customer: "ann" })).toEqual([
      { unit: "USD", available: "0.00 USD", pending: "20.00 USD", owedBack: "0.00 USD" }
    ])
    clock.advance("14 days")
    await goodword.runDue()
    const granted = await goodword.statement({ customer: "ann", limit: 1 })
    await goodword.redeem({ reward: granted.lines[0]?.reward ?? "", order: "own", total: "30.00 USD" })
    await goodword.orderRefunded({ order: "o1", refund: "r1", amount: "80.00 USD" })
    const { isComplete, lines, next } = await goodword.statement({ customer: "ann" })
    expect({ isComplete, next }).toEqual({ isComplete: true, next: null })
    expect(
      lines.map(({ after, at, text }) => [at.slice(0, 10), text, after.pending, after.available, after.owedBack])
    ).toEqual([
      ["2026-03-01", "10.00 USD granted for order o1, held for now", "10.00 USD", "0.00 USD", "0.00 USD"],
      ["2026-03-01", "10.00 USD granted for order o2, held for now", "20.00 USD", "0.00 USD", "0.00 USD"],
      ["2026-03-15", "10.00 USD is available now", "10.00 USD", "10.00 USD", "0.00 USD"],
      ["2026-03-15", "10.00 USD is available now", "0.00 USD", "20.00 USD", "0.00 USD"],
      ["2026-03-15", "10.00 USD spent on order own", "0.00 USD", "10.00 USD", "0.00 USD"],
      ["2026-03-15", "10.00 USD had been used already and is owed back", "0.00 USD", "10.00 USD", "10.00 USD"]
    ])
    expect(await goodword.balances({ customer: "ann" })).toEqual([lines.at(-1)?.after])
    // Somebody who has nothing, and a unit that there never was.
    expect(await goodword.statement({ customer: "zed" })).toMatchObject({ lines: [], next: null })
    expect(await goodword.statement({ customer: "ann", unit: "points" })).toMatchObject({ lines: [], next: null })
    await goodword.close()
  })

  it("is the same however it is paged, and unit by unit", async () => {
    await fc.assert(
      fc.asyncProperty(calls, fc.integer({ min: 1, max: 7 }), async (asked, limit) => {
        const { clock, goodword } = await shop.openOn(shop.storeOf())
        for (const one of [...shop.beginning, ...asked]) await shop.make(goodword, one)
        clock.advance("15 days")
        await goodword.runDue()
        const paged = async (customer: string, unit?: string) => {
          const lines = []
          for (let after: number | null = 0; after !== null; ) {
            const page = await goodword.statement({ customer, unit, after, limit })
            expect(page.lines.length).toBeLessThanOrEqual(limit)
            lines.push(...page.lines)
            after = page.next
          }
          return lines
        }
        for (const customer of shop.people) {
          const { lines } = await goodword.statement({ customer, limit: 100 })
          expect(await paged(customer)).toEqual(lines)
          const balances = await goodword.balances({ customer })
          for (const { unit, ...rest } of balances) {
            const ofUnit = lines.filter(({ after }) => after.unit === unit)
            expect(await paged(customer, unit)).toEqual(ofUnit)
            expect(ofUnit.at(-1)?.after).toEqual({ unit, ...rest })
          }
        }
        await goodword.close()
      }),
      law
    )
  })
})

describe("a leaderboard", () => {
  it("says who leads of all time, this month and the previous one, a page at a time", async () => {
    const { clock, goodword } = await shop.openOn(shop.storeOf(), {
      programs: [
        {
          id: "spring",
          timeZone: "America/New_York",
          advocate: { give: storeCredit({ amount: "1.00 USD" }) },
          onSilence: "hold"
        }
      ]
    })
    const people = new Map<string, string>()
    for (const one of ["ann", "bob", "eve"]) {
      people.set((await goodword.enroll({ customer: one, code: one })).person, one)
    }
    const bring = async (advocate: string, friend: string, total: string) => {
      await goodword.touch({ customer: friend, code: advocate })
      await goodword.orderPaid({ order: `o-${friend}`, customer: friend, total })
      clock.advance("1 hour")
    }
    const told = async (input: Parameters<typeof goodword.leaderboard>[0] = {}) => {
      const { isComplete, leaders, next } = await goodword.leaderboard(input)
      expect(isComplete).toBe(true)
      return [
        ...leaders.map(({ person, rank, score }) => `${rank}. ${people.get(person)} ${score}`),
        ...(next === null ? [] : [next])
      ]
    }
    expect(await told()).toEqual([])
    await bring("ann", "f1", "80.00 USD")
    await bring("bob", "f2", "10.00 USD")
    await bring("bob", "f3", "10.00 USD")
    await bring("eve", "f4", "30.00 USD")
    expect(await told()).toEqual(["1. bob 2", "2. ann 1", "2. eve 1"])
    expect(await told({ limit: 2 })).toEqual(["1. bob 2", "2. ann 1", 2])
    expect(await told({ after: 2, limit: 2 })).toEqual(["2. eve 1"])
    expect(await told({ by: "USD" })).toEqual(["1. ann 80.00 USD", "2. eve 30.00 USD", "3. bob 20.00 USD"])
    expect(await told({ by: "EUR" })).toEqual([])
    clock.set("2026-04-01T03:59:59.999Z")
    expect(await told({ period: "this month" })).toHaveLength(3)
    expect(await told({ period: "previous month" })).toEqual([])
    clock.set("2026-04-01T04:00:00Z")
    expect(await told({ period: "this month" })).toEqual([])
    await goodword.setListed({ customer: "bob", listed: false })
    expect(await told({ period: "previous month" })).toEqual(["1. ann 1", "1. eve 1"])
    await goodword.orderRefunded({ order: "o-f1", refund: "r", amount: "80.00 USD" })
    expect(await told({ period: "previous month" })).toEqual(["1. eve 1"])
    await goodword.setListed({ customer: "bob", listed: true })
    expect(await told()).toEqual(["1. bob 2", "2. eve 1"])
    expect((await goodword.audit()).findings).toEqual([])
    expect((await goodword.replay()).differences).toEqual([])
    await expect(goodword.leaderboard({ program: "autumn" })).rejects.toMatchObject({ _tag: "ProgramUnknown" })
    await goodword.close()
  })
})

it.each([
  ["statement", { customer: "ann", limit: 0 }, "limit"],
  ["statement", { customer: "ann", limit: 101 }, "limit"],
  ["statement", { customer: "ann", after: -1 }, "after"],
  ["statement", { customer: "ann", unit: "usd" }, "unit"],
  ["leaderboard", { period: "next month" }, "period"],
  ["leaderboard", { by: "points" }, "by"],
  ["leaderboard", { by: "usd" }, "by"],
  ["leaderboard", { limit: 1.5 }, "limit"],
  ["setListed", { customer: "ann", listed: "no" }, "listed"]
] as const)("%s refuses %o by the name of %s", async (door, input, path) => {
  const { goodword } = await shop.openOn(shop.storeOf())
  await expect(goodword[door](input as never)).rejects.toMatchObject({ _tag: "InvalidInput", issues: [{ path }] })
  await goodword.close()
})

/** A store whose commits fail now and then, before they are done or after. */
const failing = (store: Memory, when: readonly ("before" | "after" | "never")[]): Store.StoreShape => {
  let n = 0
  const gone = new StoreError({ reason: "Unavailable", message: "the process ended" })
  return {
    ...store,
    commit: (tenant, batch) => {
      const what = when[n++ % when.length]
      if (what === "before") return Effect.fail(gone)
      const done = store.commit(tenant, batch)
      return what === "after" ? Effect.andThen(done, Effect.fail(gone)) : done
    }
  }
}

describe("read models", () => {
  it("law 20: page by page, by several processes that end at any point, every event is in them once", async () => {
    const ends = fc.array(fc.constantFrom("before" as const, "after" as const, "never" as const), {
      minLength: 1,
      maxLength: 8
    })
    await fc.assert(
      fc.asyncProperty(calls, ends, fc.integer({ min: 1, max: 5 }), async (asked, when, page) => {
        const store = shop.storeOf()
        const { goodword } = await shop.openOn(store)
        const tenant = "default" as never
        const readers = [failing(store, [...when, "never"]), failing(store, ["never", ...when])].map((one) =>
          Reader.make({ store: one, tenant, now: () => 1 as never, page })
        )
        for (const one of [...shop.beginning, ...asked]) {
          await shop.make(goodword, one)
          await Effect.runPromise(
            Effect.all(
              readers.map(({ catchUp }) => Effect.exit(catchUp)),
              { concurrency: 2 }
            )
          )
        }
        await goodword.statement({ customer: "ann" })
        const found = await pagesIn(store)
        expect(await goodword.rebuildReadings()).toBe(true)
        expect(await pagesIn(store)).toEqual(found)
        // The books themselves are as they were.
        expect((await goodword.replay()).differences).toEqual([])
        expect((await goodword.audit()).findings).toEqual([])
        await goodword.close()
      }),
      law
    )
  })

  it("are kept up by whoever looks for what is due, once somebody has asked", async () => {
    const store = shop.storeOf()
    const { goodword } = await shop.openOn(store)
    for (const one of shop.beginning) await shop.make(goodword, one)
    await shop.make(goodword, {
      door: "orderPaid",
      input: { order: "o1", customer: "joe", visitor: "v1", total: "80.00 USD" }
    })
    await goodword.runDue()
    expect((await pagesIn(store)).size).toBe(0)
    await goodword.statement({ customer: "ann" })
    const { size } = await pagesIn(store)
    await goodword.close()
    const { goodword: other } = await shop.openOn(store)
    await other.orderPaid({ order: "o2", customer: "eve", visitor: "v2", total: "80.00 USD" })
    await other.runDue()
    expect((await pagesIn(store)).size).toBeGreaterThan(size)
    await other.close()
  })
})
