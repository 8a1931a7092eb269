/** Opening, closing, aborting; what open refuses; a store that stays away; the same doors with Effect. */
import { directoryLayer, layer, memoryStore } from "@goodword/adapter-memory"
import * as core from "@goodword/core"
import { Goodword, movableClock } from "@goodword/core/promise"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import * as shop from "./shop.ts"

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "no failure",
    (error: unknown) => error
  )

describe("open", () => {
  it("refuses a broken program, naming the place", async () => {
    const broken = { ...shop.program, timeZone: "Mars/Olympus" }
    expect(await failure(Goodword.open({ store: memoryStore(), programs: [shop.program, broken] }))).toMatchObject({
      _tag: "InvalidInput",
      issues: [{ path: "programs[1].timeZone" }]
    })
  })

  it("refuses a program that is published with other terms, and says which", async () => {
    const store = memoryStore()
    const { goodword } = await shop.openOn(store)
    const ids = { newId: shop.counted("second_"), newCode: shop.counted("SECOND") }
    await (await shop.openOn(store, { ids })).goodword.close()
    const dearer = { ...shop.program, budget: { amount: "70.00 USD", per: "calendar month" as const } }
    expect(await failure(shop.openOn(store, { programs: [dearer], ids }))).toMatchObject({
      _tag: "ProgramDiffers",
      rejection: { differences: ['budget.amount: "60.00 USD" -> "70.00 USD"'] }
    })
    expect(await goodword.publish(dearer)).toMatchObject({ program: "spring", version: 2 })
    expect(await goodword.publish(dearer)).toMatchObject({ program: "spring", version: 2 })
    await (await shop.openOn(store, { programs: [dearer], ids })).goodword.close()
    await goodword.close()
  })

  it("refuses two plugins for one intent, two of one name, and a store without people", async () => {
    const plugin = (id: string): core.Plugin => ({ id, intents: ["AddCredit"], deliver: () => Effect.void })
    const open = (plugins: readonly core.Plugin[]): Promise<unknown> =>
      failure(Goodword.open({ store: memoryStore(), plugins }))
    expect(await open([plugin("a"), plugin("b")])).toMatchObject({ issues: [{ path: "plugins[1]" }] })
    expect(await open([plugin("a"), { ...plugin("a"), intents: [] }])).toMatchObject({
      issues: [{ path: "plugins[1]" }]
    })
    expect(await open([plugin("engine")])).toMatchObject({ issues: [{ path: "plugins[0]" }] })
    expect(await failure(Goodword.open({} as never))).toMatchObject({ issues: [{ path: "store" }] })
    const { directory: _, ...bare } = memoryStore()
    expect(await failure(Goodword.open({ store: bare }))).toMatchObject({ issues: [{ path: "directory" }] })
  })

  it("takes a reward kind of the store's own, narrows to it, and refuses an unregistered one by name", async () => {
    const tree = core.RewardKind.define({
      kind: "planted-tree",
      terms: Schema.Struct({ price: core.Money.PositiveCurrency }),
      form: "value",
      onPartialRefund: "proportional",
      worth: (terms) => Result.succeed(terms.price),
      most: (terms) => terms.price,
      issue: "PlantTree",
      withdraw: "CancelTree",
      describe: () => "a tree",
      examples: [
        {
          terms: { price: { minor: 300n, unit: "USD" as core.Unit.Unit } },
          total: { minor: 100n, unit: "USD" as core.Unit.Unit },
          worth: { minor: 300n, unit: "USD" as core.Unit.Unit }
        }
      ]
    })
    const program = { ...shop.program, advocate: { give: tree({ price: "3.00 USD" }) } }
    expect(await failure(shop.openOn(memoryStore(), { programs: [program] }))).toMatchObject({
      issues: [{ path: "programs[0].advocate.give.kind", message: expect.stringContaining('"planted-tree"') }]
    })
    const store = memoryStore()
    const { goodword } = await shop.openOn(store, { programs: [program], extensions: { rewards: [tree] } })
    const { code } = await goodword.enroll({ customer: "ann" })
    await goodword.touch({ code, customer: "bob" })
    const { rewards } = await goodword.orderPaid({ order: "o1", customer: "bob", total: "50.00 USD" })
    expect(rewards.filter(tree.is)).toMatchObject([{ kind: "planted-tree", amount: "3.00 USD" }])
    await goodword.close()
    // Without its kind the program cannot be read: nothing is guessed.
    const other = await shop.openOn(store, { programs: [] })
    expect(await failure(other.goodword.orderPaid({ order: "o2", customer: "bob", total: "50.00 USD" }))).toMatchObject(
      {
        _tag: "StoreError",
        reason: "Unreadable",
        message: expect.stringContaining("planted-tree")
      }
    )
    await other.goodword.close()
  })
})

describe("calls", () => {
  it("stop waiting when their signal says so, with the signal's own reason", async () => {
    const { goodword } = await shop.openOn(memoryStore())
    const reason = new Error("the visitor left")
    const order = { order: "o1", customer: "bob", total: "1.00 USD" }
    expect(await failure(goodword.orderPaid(order, { signal: AbortSignal.abort(reason) }))).toBe(reason)
    const late = new AbortController()
    const call = goodword.orderPaid(order, { signal: late.signal })
    late.abort(reason)
    expect(await failure(call)).toBe(reason)
    // Whatever became of it: asking again gives the one answer.
    expect(await goodword.orderPaid(order)).toMatchObject({ referral: null })
    await goodword.close()
  })

  it("finish when the engine closes, and are refused afterwards", async () => {
    const { goodword } = await shop.openOn(memoryStore())
    const calls = Array.from({ length: 50 }, (_, i) =>
      failure(goodword.orderPaid({ order: `o${i}`, customer: "bob", total: "1.00 USD" }))
    )
    await goodword.close()
    for (const outcome of await Promise.all(calls)) {
      if (outcome !== "no failure") expect(outcome).toMatchObject({ _tag: "Closed" })
    }
    expect(await failure(goodword.enroll({ customer: "ann" }))).toMatchObject({ _tag: "Closed", isRetryable: true })
  })

  it("are refused after closing, also for a shop that nobody had asked for before", async () => {
    const { goodword } = await shop.openOn(memoryStore())
    await goodword.close()
    const late = async () => (await goodword.forTenant("another")).touch({ code: "NO-CODE", visitor: "v" })
    expect(await failure(late())).toMatchObject({ _tag: "Closed" })
  })

  it("share their attempts at a store that is away", async () => {
    const store = shop.storeOf()
    let [tries, isAway] = [0, false]
    const load: typeof store.load = (tenant, keys) => {
      if (!isAway) return store.load(tenant, keys)
      tries += 1
      return new core.StoreError({ reason: "Unavailable", message: "the store is away" })
    }
    const { goodword } = await shop.openOn({ ...store, load })
    isAway = true
    const calls = Array.from({ length: 40 }, (_, i) =>
      failure(goodword.orderPaid({ order: `o${i}`, customer: `c${i}`, total: "1.00 USD" }))
    )
    for (const outcome of await Promise.all(calls)) expect(outcome).toMatchObject({ reason: "Unavailable" })
    expect(tries).toBeLessThanOrEqual(10)
    isAway = false
    expect(await goodword.orderPaid({ order: "o1", customer: "c1", total: "1.00 USD" })).toMatchObject({
      referral: null
    })
    await goodword.close()
  })

  it("all get their answers from a store that takes few items at once", async () => {
    const { goodword } = await shop.openOn(memoryStore({ items: 60 }))
    for (const one of shop.beginning) await shop.make(goodword, one)
    const orders = Array.from({ length: 60 }, (_, i) =>
      goodword.orderPaid({ order: `o${i}`, customer: `c${i}`, visitor: "v1", total: "1.00 USD" })
    )
    expect(await Promise.all(orders)).toHaveLength(60)
    expect((await goodword.replay()).differences).toEqual([])
    await goodword.close()
  })

  it("that wait for a slow store are refused when the engine closes, never forgotten", async () => {
    const store = shop.storeOf()
    const slow = {
      ...store,
      commit: (...given: Parameters<typeof store.commit>) => Effect.delay(store.commit(...given), "30 millis")
    }
    const { goodword } = await shop.openOn(slow)
    const { code } = await goodword.enroll({ customer: "ann" })
    const calls = [
      goodword.touch({ code, customer: "bob" }),
      goodword.orderPaid({ order: "o1", customer: "bob", total: "50.00 USD" }),
      goodword.orderPaid({ order: "o2", customer: "bob", total: "50.00 USD" })
    ].map(failure)
    await new Promise((resolve) => setTimeout(resolve, 10))
    await goodword.close()
    for (const outcome of await Promise.all(calls)) {
      if (outcome !== "no failure") expect(outcome).toMatchObject({ _tag: "Closed" })
    }
  })

  it("answer in batches: many callers share few commits", async () => {
    const store = shop.storeOf()
    let commits = 0
    const counted = {
      ...store,
      commit: (...given: Parameters<typeof store.commit>) =>
        Effect.andThen(
          Effect.sync(() => commits++),
          store.commit(...given)
        )
    }
    const { goodword } = await shop.openOn(counted)
    commits = 0
    await Promise.all(
      Array.from({ length: 300 }, (_, i) =>
        goodword.orderPaid({ order: `o${i}`, customer: `c${i}`, total: "1.00 USD" })
      )
    )
    expect(commits).toBeLessThan(20)
    await goodword.close()
  })

  it("are refused when their time has not come, and keep to the clock that was given", async () => {
    const { clock, goodword } = await shop.openOn(memoryStore())
    const order = { order: "o1", customer: "bob", total: "1.00 USD", at: "2026-03-01T12:00:00.001Z" }
    expect(await failure(goodword.orderPaid(order))).toMatchObject({ _tag: "InTheFuture", isRetryable: true })
    clock.advance("1 minute")
    expect(await goodword.orderPaid(order)).toMatchObject({ isReplayed: false })
    await goodword.close()
  })

  it("are answered in plain JSON", async () => {
    const { goodword } = await shop.openOn(memoryStore())
    for (const one of shop.beginning) await shop.make(goodword, one)
    const paid = await goodword.orderPaid({ order: "o1", customer: "joe", visitor: "v1", total: "100.00 USD" })
    expect(JSON.parse(JSON.stringify(paid))).toEqual(paid)
    await goodword.close()
  })

  it("explain an order as it was answered", async () => {
    const { goodword } = await shop.openOn(memoryStore())
    expect(await goodword.explain({ order: "o1" })).toBeUndefined()
    const paid = await goodword.orderPaid({ order: "o1", customer: "bob", total: "1.00 USD" })
    expect((await goodword.explain({ order: "o1" }))?.because).toEqual(paid.because)
    await goodword.close()
  })
})

describe("amounts", () => {
  it("law 25: the largest is taken, and a cent more is refused at every place that takes one", async () => {
    const { goodword } = await shop.openOn(memoryStore())
    const [most, more] = ["10000000000000.00 USD", "10000000000000.01 USD"]
    const tooMuch = (path: string) => ({
      _tag: "InvalidInput",
      issues: [{ path, message: expect.stringContaining(`out of range: the largest amount is ${most}`) }]
    })
    await goodword.enroll({ customer: "ann", code: "ANN" })
    await goodword.touch({ customer: "bob", code: "ANN" })
    const asked = { order: "o1", customer: "bob" }
    expect(await failure(goodword.orderPaid({ ...asked, total: more }))).toMatchObject(tooMuch("total"))
    await goodword.orderPaid({ ...asked, total: most })
    const refund = { order: "o1", refund: "r1" }
    expect(await failure(goodword.orderRefunded({ ...refund, amount: more }))).toMatchObject(tooMuch("amount"))
    await goodword.orderRefunded({ ...refund, amount: most })
    const budget = { amount: more, per: "ever" as const }
    expect(await failure(goodword.publish({ ...shop.program, budget }))).toMatchObject(tooMuch("budget.amount"))
    await goodword.publish({ ...shop.program, budget: { ...budget, amount: most } })
    await goodword.close()
  })

  it("are granted as long as their sum has 64 bits; a cent more is refused for good, and changes nothing", async () => {
    const store = shop.storeOf()
    const credit = {
      id: "spring",
      timeZone: "UTC",
      onSilence: "hold",
      advocate: { give: core.storeCredit({ amount: "10.00 USD" }) }
    }
    const { goodword } = await shop.openOn(store, { programs: [credit as core.Program.Input] })
    const { person } = await goodword.enroll({ customer: "ann", code: "ANN" })
    const key = `balance/owed/${person}/USD/posted`
    const add = (net: bigint) =>
      Effect.runPromise(
        store.commit("default" as core.Ids.Tenant, {
          receipts: [],
          facts: [],
          counters: [{ key, net, peak: net, trough: 0n }],
          events: [],
          messages: []
        })
      )
    await add(core.Store.counterMax - 1999n)
    for (const customer of ["bob", "eve"]) await goodword.touch({ customer, code: "ANN", key: customer })
    await goodword.orderPaid({ order: "o1", customer: "bob", total: "80.00 USD" })
    const before = store.snapshot()
    const paid = goodword.orderPaid({ order: "o2", customer: "eve", total: "80.00 USD" })
    expect(await failure(paid)).toMatchObject({
      _tag: "StoreError",
      reason: "Refused",
      isRetryable: false,
      message: expect.stringContaining(key)
    })
    expect(store.peek.counter("default", key)).toBe(core.Store.counterMax - 999n)
    expect(store.snapshot()).toEqual(before)
    await goodword.close()
  })
})

type Failing = core.Store.StoreShape & Pick<ReturnType<typeof memoryStore>, "directory">

describe("a store that fails", () => {
  const unavailable = new core.StoreError({ reason: "Unavailable", message: "the line is down" })

  it("law 24: a store that stays away leaves nothing behind, and says that asking again may help", async () => {
    const store = shop.storeOf()
    const { goodword } = await shop.openOn(store)
    let isDown = true
    const down: Failing = {
      ...store,
      commit: (tenant, batch) => (isDown ? Effect.fail(unavailable) : store.commit(tenant, batch))
    }
    const other = await shop.openOn(down, { programs: [] })
    const before = (await goodword.events(0, 100)).events.length
    const ask = (): Promise<unknown> => other.goodword.enroll({ customer: "ann", program: "spring", key: "k" })
    await expect(ask()).rejects.toMatchObject({ _tag: "StoreError", reason: "Unavailable", isRetryable: true })
    expect((await goodword.events(0, 100)).events).toHaveLength(before)
    isDown = false
    await expect(ask()).resolves.toMatchObject({ code: "CODE4" })
    await other.goodword.close()
    await goodword.close()
  })

  it("gives up on a fact that others keep changing with Contended, which may be asked again", async () => {
    const store = shop.storeOf()
    const { goodword } = await shop.openOn(store)
    const busy: Failing = {
      ...store,
      commit: () => Effect.fail(new core.Conflict({ keys: ["advocate/spring/psn_1"] }))
    }
    const other = await shop.openOn(busy, { programs: [] })
    await expect(other.goodword.enroll({ customer: "ann", program: "spring" })).rejects.toMatchObject({
      _tag: "Contended",
      keys: ["advocate/spring/psn_1"],
      isRetryable: true
    })
    await other.goodword.close()
    await goodword.close()
  })
})

describe("with Effect", () => {
  it("the same doors come as a service, and errors are caught by their tags", async () => {
    const live = core.Goodword.layer({ programs: [shop.program], clock: movableClock(shop.start), pollMs: 0 }).pipe(
      Layer.provide(Layer.merge(layer(), directoryLayer()))
    )
    const program = Effect.gen(function* () {
      const goodword = yield* core.Goodword
      const { code } = yield* goodword.enroll({ customer: "ann" })
      yield* goodword.touch({ code, customer: "bob" })
      const paid = yield* goodword.orderPaid({ order: "o1", customer: "bob", total: "100.00 USD" })
      const unknown = yield* goodword
        .touch({ code: "NOBODY", visitor: "v" })
        .pipe(Effect.catchTag("CodeUnknown", (error) => Effect.succeed(error.rejection.code)))
      return [paid.rewards.length, unknown, (yield* goodword.replay).differences]
    })
    expect(await Effect.runPromise(Effect.provide(program, live))).toEqual([3, "NOBODY", []])
  })
})
