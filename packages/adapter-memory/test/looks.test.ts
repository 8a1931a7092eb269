/** How often a command looks at the store: what this process saw last tells it what to ask for. */
import { memoryStore } from "@goodword/adapter-memory"
import type { Store } from "@goodword/core"
import { Goodword } from "@goodword/core/promise"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import * as LastSeen from "../../core/src/engine/LastSeen.ts"

const program = {
  id: "spring",
  timeZone: "UTC",
  friend: { give: { kind: "percent-off", percent: 20, maximum: "50.00 USD" } },
  advocate: { give: { kind: "store-credit", amount: "10.00 USD" }, cap: { count: 100, per: "calendar year" } },
  budget: { amount: "100000.00 USD", per: "calendar month" },
  onSilence: "hold"
} as const

/** A store with a count of the looks at it, which starts anew whenever it is read. */
const countedStore = () => {
  const inner = memoryStore()
  let count = 0
  const store = {
    ...inner,
    load: (tenant, keys) =>
      Effect.suspend(() => {
        count += 1
        return inner.load(tenant, keys)
      })
  } satisfies Store.StoreShape
  const looks = (): number => {
    const seen = count
    count = 0
    return seen
  }
  return { store, looks }
}

const open = (store: Store.StoreShape) => Goodword.open({ store, programs: [program], pollMs: 0 } as never)

describe("looks at the store", () => {
  it("are one for whatever a friend does who has just been seen", async () => {
    const { looks, store } = countedStore()
    const goodword = await open(store)
    const { code } = await goodword.enroll({ customer: "ann" })
    await goodword.touch({ code, visitor: "v" })
    await goodword.signedUp({ customer: "joe", visitor: "v" })
    await goodword.quote({ customer: "joe", cart: { total: "80.00 USD" }, key: "q" })
    looks()
    await goodword.orderPaid({ order: "o", customer: "joe", quote: "q", total: "64.00 USD" })
    expect(looks()).toBe(1)
    await goodword.orderRefunded({ order: "o", refund: "r", amount: "10.00 USD" })
    expect(looks()).toBe(1)
    await goodword.close()
  })

  it("are two or three for a process that has not seen the friend, which answers the same", async () => {
    const { looks, store } = countedStore()
    const goodword = await open(store)
    const { code } = await goodword.enroll({ customer: "ann" })
    for (const customer of ["joe", "sue"]) {
      await goodword.touch({ code, customer })
      await goodword.quote({ customer, cart: { total: "80.00 USD" }, key: `q-${customer}` })
    }
    const paid = (customer: string) =>
      ({ order: `o-${customer}`, customer, quote: `q-${customer}`, total: "64.00 USD" }) as const
    const here = await goodword.orderPaid(paid("joe"))
    const other = await open(store)
    looks()
    const there = await other.orderPaid(paid("sue"))
    expect(looks()).toBe(2)
    expect(there.rewards.map(({ amount, kind }) => [kind, amount])).toEqual(
      here.rewards.map(({ amount, kind }) => [kind, amount])
    )
    await other.close()
    await goodword.close()
  })

  it("sees what another process has done since", async () => {
    const { store } = countedStore()
    const goodword = await open(store)
    const { code } = await goodword.enroll({ customer: "ann" })
    await goodword.touch({ code, customer: "joe" })
    const other = await open(store)
    await other.orderPaid({ order: "o1", customer: "joe", total: "80.00 USD" })
    await other.orderCanceled({ order: "o1" })
    const again = await goodword.orderPaid({ order: "o2", customer: "joe", total: "80.00 USD" })
    const fresh = await open(store)
    expect((await fresh.replay()).differences).toEqual([])
    expect(again.rewards.length).toBeGreaterThan(0)
    await fresh.close()
    await other.close()
    await goodword.close()
  })
})

describe("what was last seen", () => {
  it("is kept for all tenants together: the busy one takes the room of the one that rests", () => {
    const room = LastSeen.room(4)
    const [busy, resting] = [room.forTenant(), room.forTenant()]
    resting.note("a", 1)
    const known = () => [resting.get("a"), busy.get("b0"), busy.get("b3"), busy.get("b7")]
    for (let n = 0; n < 4; n++) busy.note(`b${n}`, n)
    expect(known()).toEqual([1, 0, 3, undefined])
    // The same fact again takes no room.
    for (let n = 0; n < 9; n++) busy.note("b3", n)
    expect(known()).toEqual([1, 0, 8, undefined])
    for (let n = 4; n < 8; n++) busy.note(`b${n}`, n)
    expect(known()).toEqual([undefined, undefined, 8, 7])
    expect(resting.get("b7")).toBe(undefined)
  })
})
