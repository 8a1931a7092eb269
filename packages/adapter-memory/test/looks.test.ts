/** How often a command looks at the store: what this process saw last tells it what to ask for. */
import { memoryStore } from "@goodword/adapter-memory"
import { type Instant, type Store, StoreError } from "@goodword/core"
import { Goodword, movableClock } from "@goodword/core/promise"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import * as LastSeen from "../../core/src/engine/LastSeen.ts"
import * as Trust from "../../core/src/engine/Trust.ts"

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
  let rows = 0
  const store = {
    ...inner,
    load: (tenant, keys) =>
      Effect.suspend(() => {
        count += 1
        rows += keys.facts.length + keys.receipts.length
        return inner.load(tenant, keys)
      })
  } satisfies Store.StoreShape
  const looks = (): number => {
    const seen = count
    count = 0
    return seen
  }
  /** How many facts and receipts were asked for, which starts anew, too. */
  const asked = (): number => {
    const before = rows
    rows = 0
    return before
  }
  return { store, looks, asked }
}

const open = (store: Store.StoreShape, more = {}) =>
  Goodword.open({ store, programs: [program], pollMs: 0, ...more } as never)

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

  it("are for counters alone where a friend has just been seen", async () => {
    const { asked, store } = countedStore()
    const goodword = await open(store)
    const { code } = await goodword.enroll({ customer: "ann" })
    for (const customer of ["joe", "sue"]) {
      await goodword.touch({ code, customer })
      await goodword.quote({ customer, cart: { total: "80.00 USD" }, key: `q-${customer}` })
    }
    const paid = (customer: string) => ({
      order: `o-${customer}`,
      customer,
      quote: `q-${customer}`,
      total: "64.00 USD"
    })
    const first = await goodword.orderPaid(paid("joe"))
    asked()
    const second = await goodword.orderPaid(paid("sue"))
    expect(asked()).toBe(0)
    expect(second.rewards.map(({ amount }) => amount)).toEqual(first.rewards.map(({ amount }) => amount))
    expect((await goodword.replay()).differences).toEqual([])
    await goodword.close()
  })

  it("are for facts again after a minute, and after a failure of the store", async () => {
    const { asked, store } = countedStore()
    let failures = 0
    const away = new StoreError({ reason: "Unavailable", message: "another server takes over" })
    const commit: typeof store.commit = (...batch) =>
      Effect.suspend(() => (failures-- > 0 ? Effect.fail(away) : store.commit(...batch)))
    const clock = movableClock("2026-03-01T12:00:00Z")
    const goodword = await open({ ...store, commit }, { clock })
    const { code } = await goodword.enroll({ customer: "ann" })
    const customers = ["joe", "sue", "bob", "eve"]
    for (const customer of customers) await goodword.touch({ code, customer })
    const askedFor = async (customer: string, meanwhile: () => unknown) => {
      await goodword.quote({ customer, cart: { total: "80.00 USD" }, key: `q-${customer}` })
      await meanwhile()
      asked()
      await goodword.orderPaid({ order: `o-${customer}`, customer, quote: `q-${customer}`, total: "64.00 USD" })
      return asked()
    }
    await askedFor("joe", () => {})
    expect(await askedFor("sue", () => clock.advance("60 seconds"))).toBe(0)
    expect(await askedFor("bob", () => clock.advance("61 seconds"))).toBeGreaterThan(0)
    const fail = () => {
      failures = 1
      return goodword.touch({ code, customer: "ida" })
    }
    expect(await askedFor("eve", fail)).toBeGreaterThan(0)
    await goodword.close()
  })

  it("are made before anybody is refused: what another process has written tells a later time", async () => {
    const { asked, store } = countedStore()
    const here = await open(store, { clock: movableClock("2026-03-01T12:00:00Z") })
    const there = await open(store, { clock: movableClock("2026-03-01T12:00:10Z") })
    const { code } = await here.enroll({ customer: "ann" })
    for (const customer of ["joe", "sue"]) {
      await here.touch({ code, customer })
      await here.quote({ customer, cart: { total: "80.00 USD" }, key: `q-${customer}` })
    }
    const paid = (customer: string) => {
      const order = { order: `o-${customer}`, customer, quote: `q-${customer}`, total: "64.00 USD" }
      return here.orderPaid({ ...order, at: "2026-03-01T12:00:05Z" })
    }
    asked()
    await expect(paid("joe")).rejects.toMatchObject({ rejection: { _tag: "InTheFuture" } })
    expect(asked()).toBeGreaterThan(0)
    await there.quote({ customer: "sue", cart: { total: "80.00 USD" }, key: "another" })
    await there.touch({ code, customer: "sue" })
    expect((await paid("sue")).rewards).toHaveLength(2)
    await there.close()
    await here.close()
  })

  it("answer an order that another process has recorded as it was answered there", async () => {
    const { store } = countedStore()
    const [here, there] = [await open(store), await open(store)]
    const { code } = await here.enroll({ customer: "ann" })
    await here.touch({ code, customer: "joe" })
    await here.quote({ customer: "joe", cart: { total: "80.00 USD" }, key: "q" })
    const paid = { order: "o", customer: "joe", quote: "q", total: "64.00 USD" } as const
    const first = await there.orderPaid(paid)
    expect(await here.orderPaid(paid)).toEqual({ ...first, isReplayed: true })
    await there.close()
    await here.close()
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

describe("trust in what was seen", () => {
  it("is withheld twice as long each time that it was broken, and comes back", () => {
    const trust = Trust.make()
    const looksUntilTrusted = (): number => {
      let looks = 0
      while (!trust.isGiven()) looks += 1
      return looks
    }
    const lost = Array.from({ length: 9 }, () => {
      trust.wasBroken()
      return looksUntilTrusted()
    })
    expect(lost).toEqual([1, 2, 4, 8, 16, 32, 64, 64, 64])
    for (let n = 0; n < 6; n++) trust.wasKept()
    trust.wasBroken()
    expect(looksUntilTrusted()).toBe(1)
    expect(looksUntilTrusted()).toBe(0)
  })
})

const of = (fact: unknown): LastSeen.Seen => ({ fact, version: 1, at: 0 as Instant.Instant })

describe("what was last seen", () => {
  it("is kept for all tenants together: the busy one takes the room of the one that rests", () => {
    const room = LastSeen.room(4)
    const [busy, resting] = [room.forTenant(), room.forTenant()]
    resting.note("a", of(1))
    const known = () => [resting.get("a"), busy.get("b0"), busy.get("b3"), busy.get("b7")].map((seen) => seen?.fact)
    for (let n = 0; n < 4; n++) busy.note(`b${n}`, of(n))
    expect(known()).toEqual([1, 0, 3, undefined])
    // The same fact again takes no room.
    for (let n = 0; n < 9; n++) busy.note("b3", of(n))
    expect(known()).toEqual([1, 0, 8, undefined])
    for (let n = 4; n < 8; n++) busy.note(`b${n}`, of(n))
    expect(known()).toEqual([undefined, undefined, 8, 7])
    expect(resting.get("b7")).toBe(undefined)
  })

  it("is forgotten", () => {
    const seen = LastSeen.room(4).forTenant()
    for (const forget of [() => seen.forget("a"), seen.forgetAll]) {
      seen.note("a", of(1))
      expect(seen.get("a")).toEqual(of(1))
      forget()
      expect(seen.get("a")).toBe(undefined)
    }
  })
})
