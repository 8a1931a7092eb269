/**
 * Every release's log is kept, byte by byte, and read by all that follow: the same events, the same facts.
 * `GOODWORD_GOLDEN=write` writes the log of a new release; the ones of releases that are out are never written again, and
 * that of the release to come is written anew whenever its shape changes.
 */
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { badge, EventLog, evolve, Facts, type Program, points, vipStatus, Wire } from "@goodword/core"
import type { Goodword } from "@goodword/core/promise"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import manifest from "../package.json" with { type: "json" }
import { chosenOn } from "./audit/chosen.ts"
import { drawnOn } from "./audit/drawn.ts"
import { exchanged } from "./club.ts"
import { valuedAnew } from "./held-credit.ts"
import { owedMoney, paidOut, paying } from "./owed-money.ts"
import * as shop from "./shop.ts"

interface Golden {
  readonly events: readonly EventLog.StoredEvent[]
  readonly facts: Readonly<Record<string, Wire.Json>>
}

const folder = join(import.meta.dirname, "golden")
const order = (n: number, total: string, more: object = {}): shop.Call => ({
  door: "orderPaid",
  input: { order: `g${n}`, customer: `friend${n}`, visitor: "v1", total, ...more }
})

/** The program of the shop's tests, with something for friends who come again. */
const program: Program.Input = {
  ...shop.program,
  advocate: [
    ...(shop.program.advocate as readonly Program.OfferInput[]),
    { id: "loyal", on: "every order", give: points({ amount: "5 points" }) }
  ],
  prizes: [
    {
      id: "top",
      per: "calendar month",
      minimum: { friends: 1 },
      places: [{ from: 1, to: 3, give: badge({ name: "Leader" }) }]
    }
  ],
  tiers: [
    { id: "silver", from: { friends: 1 }, within: "calendar month", perks: [vipStatus({ status: "silver" })] },
    { id: "gold", from: { friends: 3 }, within: "calendar year", grace: "10 days", perks: [badge({ name: "Gold" })] }
  ]
}

/** A little of everything that can happen. */
const story: readonly (shop.Call | string)[] = [
  ...shop.beginning,
  { door: "signedUp", input: { customer: "friend0", visitor: "v1" } },
  { door: "quote", input: { customer: "friend1", visitor: "v1", cart: { total: "100.00 USD" }, key: "gq1" } },
  { door: "quote", input: { customer: "friend2", visitor: "v1", cart: { total: "900.00 USD" }, key: "gq2" } },
  { door: "lock", input: { quote: "gq1", for: "30 minutes", key: "gl1" } },
  { door: "quote", input: { customer: "friend2", visitor: "v1", cart: { total: "0.00 USD" }, key: "gq3" } },
  { door: "lock", input: { quote: "gq3", for: "30 minutes", key: "gl3" } },
  order(1, "80.00 USD", { quote: "gq1" }),
  { door: "openReview", input: { customer: "friend0", key: "gr0" } },
  order(0, "60.00 USD"),
  { door: "closeReview", input: { customer: "friend0", verdict: "approved", key: "gr0-end" } },
  order(3, "600.00 USD"),
  { door: "closeReview", input: { customer: "friend3", verdict: "rejected", key: "gr3" } },
  order(4, "50.00 USD"),
  // So many orders that a verdict reaches them in pages.
  ...["b", "c", "d", "e", "f", "g", "h", "i", "j"].map((n) => order(1, "80.00 USD", { order: `g1${n}` })),
  { door: "openReview", input: { customer: "friend1", key: "gr1" } },
  { door: "closeReview", input: { customer: "friend1", verdict: "approved", key: "gr1-end" } },
  order(1, "0.00 USD", { order: "g1k" }),
  { door: "orderPaid", input: { order: "gself", customer: "ann", visitor: "v1", total: "40.00 USD" } },
  { door: "orderRefunded", input: { order: "g1", refund: "r1", amount: "20.00 USD" } },
  { door: "orderRefunded", input: { order: "g5", refund: "early", amount: "10.00 USD" } },
  order(5, "50.00 USD"),
  // Points that are used, taken back, and so owed; what comes back of them pays that.
  { door: "spend", input: { customer: "friend5", amount: "30 points", order: "g8", total: "10.00 USD", key: "gs" } },
  { door: "orderRefunded", input: { order: "g5", refund: "rest", amount: "40.00 USD" } },
  { door: "unspend", input: { spend: "gs", amount: "5 points", key: "gs-back" } },
  order(2, "850.00 USD", { quote: "gq2" }),
  { door: "orderChanged", input: { order: "g4", revision: 1, total: "25.00 USD" } },
  { door: "orderRefunded", input: { order: "g4", refund: "all", amount: "25.00 USD" } },
  { door: "setListed", input: { customer: "eve", listed: false, key: "gl" } },
  { door: "orderCanceled", input: { order: "g6" } },
  { door: "disputeOpened", input: { order: "g3", dispute: "dp1" } },
  { door: "disputeClosed", input: { order: "g3", dispute: "dp1", outcome: "lost" } },
  "15 days",
  "30 days",
  "90 days"
]

const tell = async (): Promise<Golden> => {
  const store = shop.storeOf()
  const { clock, goodword } = await shop.openOn(store, {
    programs: [program, paying],
    extensions: { rewards: [owedMoney] }
  })
  let reward = ""
  for (const step of story) {
    if (typeof step === "string") {
      clock.advance(step)
      await goodword.runDue()
      if (step === "15 days") await paidAtLast(goodword, reward)
      continue
    }
    const outcome = await shop.make(goodword, step)
    if (step.door !== "orderPaid" || !("ok" in outcome)) continue
    const { rewards } = outcome.ok as { readonly rewards: readonly { readonly id: string; readonly rule: string }[] }
    reward = reward === "" ? (rewards.find(({ rule }) => rule === "off")?.id ?? "") : reward
  }
  await paidOut(goodword)
  await goodword.awardPrizes({ prize: "top" })
  await valuedAnew(goodword)
  await exchanged(goodword)
  await chosenOn(goodword)
  await drawnOn(goodword)
  await goodword.pause({ program: "spring" })
  await goodword.resume({ program: "spring" })
  await goodword.archive({ program: "spring" })
  expect((await goodword.replay()).differences).toEqual([])
  const { events } = await Effect.runPromise(store.events("default" as never, 0, 10_000))
  await goodword.close()
  const facts = Object.fromEntries(foldOf(events))
  return { events: events.map(({ cursor: _, ...event }) => event), facts }
}

/** A payment that fails twice, and so gives the discount back. */
const paidAtLast = async (goodword: Goodword, reward: string): Promise<void> => {
  await goodword.redeem({ reward, order: "g9", total: "70.00 USD" })
  await goodword.unspend({ reward, key: "g9-back" })
  await goodword.redeem({ reward, order: "g10", total: "3.00 USD" })
  await goodword.unspend({ reward, key: "g10-back" })
  await goodword.redeem({ reward, order: "g11", total: "70.00 USD" })
}

const foldOf = (events: readonly EventLog.StoredEvent[]): readonly (readonly [string, Wire.Json])[] => {
  const facts = new Map<string, unknown>()
  const base = Facts.make(new Map(), new Map())
  for (const stored of events) evolve({ base, facts }, Result.getOrThrow(EventLog.fromStored(stored)))
  return [...facts].map(([key, fact]) => [key, Wire.encode(fact)])
}

const write = (golden: Golden): string =>
  JSON.stringify(golden, (_, value: unknown) => (typeof value === "bigint" ? `${value}` : value), 1)

const read = (path: string): Golden => {
  const golden = JSON.parse(readFileSync(path, "utf8")) as Golden
  const events = golden.events.map((event) => ({
    ...event,
    transfers: event.transfers.map((transfer) => ({
      ...transfer,
      amount: { ...transfer.amount, minor: BigInt(transfer.amount.minor) }
    }))
  }))
  return { ...golden, events }
}

describe("the log of every release", () => {
  it("of this one is kept, and has every kind of event in it", async () => {
    const path = join(folder, `${manifest.version}.json`)
    const told = await tell()
    if (process.env.GOODWORD_GOLDEN === "write" && !existsSync(path)) writeFileSync(path, `${write(told)}\n`)
    expect(existsSync(path), `GOODWORD_GOLDEN=write npm test writes ${path}`).toBe(true)
    expect(write(told)).toBe(write(read(path)))
    const types = new Set(told.events.map(({ type }) => type))
    expect(EventLog.types.filter((type) => !types.has(type))).toEqual([])
  })

  it.each(globSync("*.json", { cwd: folder }))("%s gives the facts that it gave then", (file) => {
    const golden = read(join(folder, file))
    expect(Object.fromEntries(foldOf(golden.events))).toEqual(golden.facts)
  })
})
