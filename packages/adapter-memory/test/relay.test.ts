/** The relay and its plugins; what the relay owes on every store is proved by the suite of `@goodword/testkit`. */
import { DeliveryError, type Plugin, type Program, storeCredit } from "@goodword/core"
import { Goodword } from "@goodword/core/promise"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import * as shop from "./shop.ts"

/** A plugin that counts what it is asked to do. */
const outside = (deliver: Effect.Effect<void> = Effect.void) => {
  const calls: string[] = []
  const plugin: Plugin = {
    id: "credits",
    intents: ["AddCredit", "WithdrawCredit"],
    deliver: (_tenant, { id }) =>
      Effect.andThen(
        Effect.sync(() => void calls.push(id)),
        deliver
      )
  }
  return { plugin, calls }
}

const earned = async (plugin: Plugin, store = shop.storeOf()) => {
  const opened = await shop.openOn(store, { plugins: [plugin] })
  for (const one of shop.beginning) await shop.make(opened.goodword, one)
  await opened.goodword.orderPaid({ order: "o1", customer: "joe", visitor: "v1", total: "100.00 USD" })
  return { ...opened, store }
}

describe("the relay", () => {
  it("writes messages only for plugins that are there", async () => {
    const { calls, plugin } = outside()
    const { clock, goodword, store } = await earned({ ...plugin, intents: [] })
    clock.advance("15 days")
    await goodword.runDue()
    expect(calls).toEqual([])
    expect(JSON.stringify(store.snapshot())).not.toContain("AddCredit")
    await goodword.close()
  })

  it("tries again what threw: a bug of a plugin may pass", async () => {
    const { plugin } = outside(Effect.die(new Error("a bug in the plugin")))
    const { clock, goodword } = await earned(plugin)
    clock.advance("15 days")
    expect(await goodword.runDue()).toEqual({ settled: 1, retried: 1, buried: 0 })
    await goodword.close()
  })

  it("claims no more of a plugin's messages than it delivers at once: what waited would outlive the claim", async () => {
    const store = shop.storeOf()
    const claims: number[] = []
    let [atOnce, most] = [0, 0]
    const claim: typeof store.outbox.claim = (tenant, asked) => {
      if (asked.lane === "credits") claims.push(asked.limit)
      return store.outbox.claim(tenant, asked)
    }
    const plugin: Plugin = {
      id: "credits",
      intents: ["AddCredit"],
      deliver: () =>
        Effect.gen(function* () {
          most = Math.max(most, ++atOnce)
          yield* Effect.sleep(2)
          atOnce -= 1
        })
    }
    const seen = { ...store, outbox: { ...store.outbox, claim } }
    const program: Program.Input = {
      id: "spring",
      timeZone: "UTC",
      advocate: { give: storeCredit({ amount: "1.00 USD" }) },
      onSilence: "hold"
    }
    const goodword = await Goodword.open({ store: seen, programs: [program], plugins: [plugin], pollMs: 0 })
    const { code } = await goodword.enroll({ customer: "ann" })
    for (let i = 0; i < 30; i++) {
      await goodword.touch({ code, customer: `c${i}` })
      await goodword.orderPaid({ order: `o${i}`, customer: `c${i}`, total: "100.00 USD" })
    }
    const { settled } = await goodword.runDue()
    expect(settled).toBe(30)
    expect(Math.max(...claims)).toBe(most)
    await goodword.close()
  })

  it("sets a message aside whatever the plugin says of it", async () => {
    const { plugin } = outside()
    const rude: Plugin = {
      ...plugin,
      deliver: () => new DeliveryError({ reason: "Refused", message: "no\u0000thing, \ud800" })
    }
    const { clock, goodword, store } = await earned(rude)
    clock.advance("15 days")
    expect(await goodword.runDue()).toMatchObject({ buried: 1 })
    const [dead] = await Effect.runPromise(store.outbox.dead("default" as never, 5))
    expect(dead?.reason).toBe("DeliveryError: no thing, \ufffd")
    await goodword.close()
  })

  it("lets a plugin that hangs delay nobody but itself, and one that throws at once bury its own", async () => {
    const hanging: Plugin = { id: "hanging", intents: ["AddCredit"], deliver: () => Effect.never }
    const throwing: Plugin = {
      id: "throwing",
      intents: ["IssueDiscount"],
      deliver: () => {
        throw new Error("a bug before the first step")
      }
    }
    const store = shop.storeOf()
    const { clock, goodword } = await shop.openOn(store, { plugins: [hanging, throwing], pollMs: 5 })
    for (const one of shop.beginning) await shop.make(goodword, one)
    await goodword.orderPaid({ order: "o1", customer: "joe", visitor: "v1", total: "100.00 USD" })
    clock.advance("15 days")
    const until = async (is: () => Promise<boolean>): Promise<void> => {
      while (!(await is())) await new Promise((resolve) => setTimeout(resolve, 5))
    }
    const released = async (): Promise<boolean> =>
      (await goodword.events(0, 1_000)).events.filter(({ type }) => type === "RewardReleased").length === 1
    await until(released)
    // The hanging one has its first message; the hold of another advocate ends all the same.
    await goodword.touch({ code: "BOB", customer: "eve2", key: "t-9" })
    await goodword.orderPaid({ order: "o2", customer: "eve2", total: "100.00 USD" })
    clock.advance("15 days")
    await until(
      async () => (await goodword.events(0, 1_000)).events.filter(({ type }) => type === "RewardReleased").length === 2
    )
    const dead = (): Promise<number> =>
      Effect.runPromise(store.outbox.dead("default" as never, 10)).then(({ length }) => length)
    await until(async () => {
      clock.advance("2 hours")
      return (await dead()) === 2
    })
    await goodword.close()
  })

  it("takes plugins written with Promises: what they reject with is tried again, unless it says not to", async () => {
    const calls: string[] = []
    const failures: unknown[] = [new Error("down"), new DeliveryError({ reason: "Refused", message: "no" })]
    const { clock, goodword } = await shop.openOn(shop.storeOf(), {
      plugins: [
        {
          id: "credits",
          intents: ["AddCredit"],
          deliver: async (_tenant, message) => {
            calls.push(message.intent)
            if (failures.length > 0) throw failures.shift()
          }
        }
      ]
    })
    for (const one of shop.beginning) await shop.make(goodword, one)
    await goodword.orderPaid({ order: "o1", customer: "joe", visitor: "v1", total: "100.00 USD" })
    clock.advance("15 days")
    expect(await goodword.runDue()).toEqual({ settled: 1, retried: 1, buried: 0 })
    clock.advance("1 minute")
    expect(await goodword.runDue()).toEqual({ settled: 0, retried: 0, buried: 1 })
    expect(calls).toEqual(["AddCredit", "AddCredit"])
    await goodword.close()
  })
})
