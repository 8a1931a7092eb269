/** What a plugin hears of tiers: what the log says, once each, and nothing where nobody listens. */
import { type Message, type Program, vipStatus } from "@goodword/core"
import { Goodword, movableClock, type PromisePlugin } from "@goodword/core/promise"
import { describe, expect, it } from "vitest"
import * as shop from "./shop.ts"

const program: Program.Input = {
  id: "spring",
  timeZone: "UTC",
  onSilence: "hold",
  tiers: [
    { id: "silver", from: { friends: 1 }, within: "calendar month" },
    { id: "gold", from: { friends: 2 }, within: "calendar month", perks: [vipStatus({ status: "gold" })] }
  ]
}

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
