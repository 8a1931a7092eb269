/** How programs are published, stopped and looked at through the doors: every state beside what each door does in it. */
import { memoryStore } from "@goodword/adapter-memory"
import { storeCredit } from "@goodword/core"
import { Goodword, movableClock } from "@goodword/core/promise"
import { describe, expect, it } from "vitest"

const spring = (amount = "10.00 USD", more: object = {}) => ({
  id: "spring",
  timeZone: "UTC",
  starts: "2026-03-01",
  ends: "2026-05-31",
  advocate: { give: storeCredit({ amount }) },
  onSilence: "hold" as const,
  ...more
})

const open = async (now: string) => {
  const clock = movableClock(now)
  const goodword = await Goodword.open({ store: memoryStore(), programs: [spring()], clock, pollMs: 0 })
  return { clock, goodword }
}

const tagOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => "done",
    (error: { readonly _tag: string }) => error._tag
  )

type State = "scheduled" | "live" | "paused" | "ended" | "archived"

/** A shop with a friend who is under way, and one who has only been touched. */
const standing = async (state: State) => {
  const { clock, goodword } = await open("2026-03-10T12:00:00Z")
  const { code } = await goodword.enroll({ customer: "ann" })
  for (const customer of ["under-way", "touched"]) await goodword.touch({ code, customer })
  await goodword.signedUp({ customer: "under-way" })
  if (state === "ended") clock.set("2026-06-01T00:00:00Z")
  if (state === "paused") await goodword.pause({})
  if (state === "archived") await goodword.archive({})
  if (state === "scheduled") await goodword.publish(spring("10.00 USD", { starts: "2026-04-01" }))
  return { clock, goodword, code }
}

describe("a program's state", () => {
  it.each<[State, RegExp]>([
    ["scheduled", /^starts with 2026-04-01$/],
    ["live", /^version 1 is live until the end of 2026-05-31$/],
    ["paused", /^paused by staff$/],
    ["ended", /^ended with 2026-05-31$/],
    ["archived", /^archived by staff$/]
  ])("%s is told with its reason", async (state, reason) => {
    const { goodword } = await standing(state)
    expect(await goodword.program({})).toMatchObject({
      program: "spring",
      state,
      reason: expect.stringMatching(reason)
    })
    expect((await goodword.programs({})).map((one) => one.state)).toEqual([state])
    await goodword.close()
  })

  it.each<[State, readonly string[]]>([
    //           enroll             touch   begins   under way  publish            pause              resume
    ["scheduled", ["done", "done", "nobody", "10.00 USD", "done", "done", "done"]],
    ["live", ["done", "done", "ann", "10.00 USD", "done", "done", "done"]],
    ["paused", ["done", "done", "nobody", "10.00 USD", "done", "done", "done"]],
    ["ended", ["done", "done", "nobody", "10.00 USD", "done", "done", "done"]],
    [
      "archived",
      ["ProgramArchived", "done", "nobody", "10.00 USD", "ProgramArchived", "ProgramArchived", "ProgramArchived"]
    ]
  ])("%s: who enrolls, begins, goes on, is published", async (state, expected) => {
    const { code, goodword } = await standing(state)
    const begun = await goodword.signedUp({ customer: "touched" })
    const paid = await goodword.orderPaid({ order: "o1", customer: "under-way", total: "50.00 USD" })
    expect([
      await tagOf(goodword.enroll({ customer: "eve" })),
      await tagOf(goodword.touch({ code, customer: "zoe" })),
      begun.referral?.state === "open" ? "ann" : "nobody",
      paid.rewards[0]?.amount,
      await tagOf(goodword.publish(spring("4.00 USD"))),
      await tagOf(goodword.pause({})),
      await tagOf(goodword.resume({}))
    ]).toEqual(expected)
    expect([(await goodword.audit()).findings, (await goodword.replay()).differences]).toEqual([[], []])
    await goodword.close()
  })

  it("of a program that nobody published is not there", async () => {
    const { goodword } = await open("2026-03-10T12:00:00Z")
    expect(await goodword.program({ program: "autumn" })).toBeUndefined()
    expect(await tagOf(goodword.pause({ program: "autumn" }))).toBe("ProgramUnknown")
    await goodword.close()
  })
})

describe("publish", () => {
  it("from a time on, for referrals that are open too; a dry run changes nothing", async () => {
    const { clock, goodword } = await open("2026-03-10T12:00:00Z")
    const { code } = await goodword.enroll({ customer: "ann" })
    await goodword.touch({ code, customer: "bob" })
    await goodword.signedUp({ customer: "bob" })
    const plan = { openReferrals: "move" as const, from: "2026-04-01T00:00:00Z" }
    const told = {
      version: 2,
      differences: ['advocate[0].give.amount: "10.00 USD" -> "5.00 USD"'],
      openReferrals: "are decided under version 2 from then on; rewards that were granted stay as they are",
      from: "2026-04-01T00:00:00.000Z"
    }
    const events = async () => (await goodword.events(0, 100)).events.length
    const before = await events()
    expect(await goodword.publish(spring("5.00 USD"), { ...plan, dryRun: true })).toMatchObject(told)
    expect(await events()).toBe(before)
    expect(await goodword.publish(spring("5.00 USD"), { ...plan, key: "april" })).toMatchObject(told)
    expect(await goodword.publish(spring("5.00 USD"), { ...plan, key: "april" })).toMatchObject({ version: 2 })
    expect(await goodword.program({})).toMatchObject({
      version: 1,
      next: { version: 2, from: "2026-04-01T00:00:00.000Z", openReferrals: "move" }
    })
    clock.set("2026-04-01T00:00:00Z")
    expect(await goodword.program({})).toMatchObject({ version: 2, next: null })
    const paid = await goodword.orderPaid({ order: "o1", customer: "bob", total: "50.00 USD" })
    expect(paid.rewards.map(({ amount }) => amount)).toEqual(["5.00 USD"])
    expect([(await goodword.audit()).findings, (await goodword.replay()).differences]).toEqual([[], []])
    await goodword.close()
  })

  it("a first version from a time on: scheduled until then", async () => {
    const { clock, goodword } = await open("2026-03-10T12:00:00Z")
    const later = { ...spring(), id: "later" }
    await goodword.publish(later, { from: "2026-03-11T00:00:00Z" })
    const { code } = await goodword.enroll({ customer: "ann", program: "later" })
    await goodword.touch({ code, customer: "bob" })
    expect(await goodword.program({ program: "later" })).toMatchObject({
      state: "scheduled",
      version: null,
      document: null
    })
    expect((await goodword.signedUp({ customer: "bob" })).referral).toBeNull()
    clock.set("2026-03-11T00:00:00Z")
    const paid = await goodword.orderPaid({ order: "o1", customer: "bob", total: "50.00 USD" })
    expect(paid.rewards.map(({ amount }) => amount)).toEqual(["10.00 USD"])
    expect([(await goodword.audit()).findings, (await goodword.replay()).differences]).toEqual([[], []])
    await goodword.close()
  })

  it("refuses a time that has passed, and says what is replaced", async () => {
    const { goodword } = await open("2026-03-10T12:00:00Z")
    expect(await tagOf(goodword.publish(spring("5.00 USD"), { from: "2026-03-10T12:00:00Z" }))).toBe("InvalidInput")
    await goodword.publish(spring("5.00 USD"), { from: "2026-04-01T00:00:00Z" })
    expect(await goodword.publish(spring("6.00 USD"))).toMatchObject({ version: 3, replaces: 2 })
    await goodword.close()
  })
})

describe("reprice", () => {
  it("values what is held anew, page by page, and once", async () => {
    const { clock, goodword } = await open("2026-03-10T12:00:00Z")
    const { code } = await goodword.enroll({ customer: "ann" })
    await goodword.publish(
      spring("10.00 USD", { advocate: { give: storeCredit({ amount: "10.00 USD" }), hold: "9 days" } })
    )
    const pay = async (n: number) => {
      await goodword.touch({ code, customer: `f${n}`, key: `t${n}` })
      await goodword.orderPaid({ order: `o${n}`, customer: `f${n}`, total: "50.00 USD" })
    }
    for (let n = 0; n < 40; n++) await pay(n)
    expect(await goodword.reprice({})).toEqual({ program: "spring", version: null, looked: 0, valued: 0, next: null })
    const lower = spring("3.00 USD", { advocate: { give: storeCredit({ amount: "3.00 USD" }), hold: "9 days" } })
    const told = await goodword.publish(lower, { openReferrals: "reprice", from: "2026-03-12T12:00:00Z" })
    expect(told.openReferrals).toMatch(/version 3 .*held then is valued anew when you ask `reprice`/)
    expect(await goodword.reprice({})).toMatchObject({ version: null, looked: 0 })
    clock.set("2026-03-12T12:00:00Z")
    expect(await goodword.reprice({})).toEqual({ program: "spring", version: 3, looked: 40, valued: 40, next: null })
    expect(await goodword.reprice({})).toMatchObject({ looked: 40, valued: 0 })
    const lines = async () => (await goodword.statement({ customer: "ann", limit: 100 })).lines
    expect((await lines()).slice(-2).map(({ text }) => text)).toEqual([
      "10.00 USD valued anew, before it was available",
      "3.00 USD held in its place"
    ])
    expect((await goodword.balances({ customer: "ann" }))[0]).toMatchObject({ pending: "120.00 USD" })
    clock.advance("9 days")
    await goodword.runDue()
    expect((await goodword.balances({ customer: "ann" }))[0]).toMatchObject({ available: "120.00 USD" })
    expect(await tagOf(goodword.reprice({ program: "autumn" }))).toBe("ProgramUnknown")
    expect(await tagOf(goodword.reprice({ after: -1 }))).toBe("InvalidInput")
    expect([(await goodword.audit()).findings, (await goodword.replay()).differences]).toEqual([[], []])
    await goodword.close()
  })
})
