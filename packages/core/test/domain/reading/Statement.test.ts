import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import type * as Event from "../../../src/domain/Event.ts"
import * as Event_ from "../../../src/domain/Event.ts"
import type { PersonId } from "../../../src/domain/Ids.ts"
import * as Ledger from "../../../src/domain/Ledger.ts"
import * as Statement from "../../../src/domain/reading/Statement.ts"
import { history, live } from "../../arbitraries/histories.ts"
import { law } from "../../arbitraries/money.ts"
import { folded } from "./folded.ts"

vi.setConfig({ testTimeout: 120_000 })

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 })

const peopleIn = (events: readonly Event.Event[]): readonly PersonId[] => [
  ...new Set(events.flatMap((event) => (event._tag === "RewardGranted" ? [event.person] : [])))
]

const linesOf = (stored: ReadonlyMap<string, unknown>, person: PersonId): readonly Statement.Line[] => {
  const head = stored.get(Statement.headKey(person)) as Statement.Head
  const keys = Statement.pagesAfter(person, head, 0, 1_000)
  return Statement.seen(
    head,
    keys.flatMap((key) => (stored.get(key) as Statement.Page).lines),
    0
  )
}

describe("statements", () => {
  it("law 73: the same events give the same pages, however the log is cut", () => {
    fc.assert(
      fc.property(history({ steps: 40 }), sizes, (story, cuts) => {
        const { events } = live(story)
        expect(folded(events, cuts)).toEqual(folded(events, [events.length + 1]))
      }),
      law
    )
  })

  it("law 15: what a line says was there afterwards is the sum of the transfers, and in the end the balance", () => {
    fc.assert(
      fc.property(history({ steps: 40 }), (story) => {
        const world = live(story)
        const stored = folded(world.events, [7])
        for (const person of peopleIn(world.events)) {
          const own = new Set([Ledger.owed(person), Ledger.debt(person)])
          const lines = linesOf(stored, person)
          const moved = world.events
            .flatMap(Event_.transfers)
            .filter(({ credit, debit }) => own.has(credit) || own.has(debit))
          expect(lines.flatMap(({ transfer }) => transfer ?? [])).toEqual(moved)
          for (const { amount, transfer } of lines) expect(amount).toEqual(transfer?.amount ?? amount)
          expect(lines.map(({ n }) => n)).toEqual(lines.map((_, i) => i + 1))
          const { balances } = stored.get(Statement.headKey(person)) as Statement.Head
          for (const { available, owedBack, pending } of balances) {
            const counter = (account: Ledger.Account, phase: "pending" | "posted") =>
              world.counters.get(Ledger.balance(account, available.unit, phase)) ?? 0n
            expect(available.minor).toBe(counter(Ledger.owed(person), "posted"))
            expect(pending.minor).toBe(counter(Ledger.owed(person), "pending"))
            expect(owedBack.minor).toBe(-counter(Ledger.debt(person), "posted"))
            const last = lines.findLast(({ amount }) => amount.unit === available.unit)
            expect(last?.after).toEqual({ available, owedBack, pending })
            for (const { after } of lines) expect(after.pending.minor >= 0n && after.available.minor >= 0n).toBe(true)
          }
        }
      }),
      law
    )
  })

  it("fills pages to their edge, and begins the next", () => {
    const person = "psn_1" as PersonId
    const usd = (minor: bigint) => ({ minor, unit: "USD" }) as Ledger.Transfer["amount"]
    const granted = (n: number) =>
      ({
        ...{ _tag: "RewardReleased", id: `r${n}`, at: n, recorded: n, reward: `r${n}`, key: `r${n}` },
        transfers: [Ledger.make(`r${n}/post`, "direct", "expense/alpha", Ledger.owed(person), usd(1n))]
      }) as unknown as Event.Event
    for (const count of [1, 31, 32, 33, 64, 65, 100]) {
      const stored = folded(
        Array.from({ length: count }, (_, i) => granted(i + 1)),
        [10]
      )
      expect(linesOf(stored, person).map(({ n }) => n)).toEqual(Array.from({ length: count }, (_, i) => i + 1))
      expect(stored.size).toBe(1 + Math.floor((count - 1) / Statement.pageLines))
      for (const after of [0, 1, 31, 32, 33, count - 1, count]) {
        const head = stored.get(Statement.headKey(person)) as Statement.Head
        const keys = Statement.pagesAfter(person, head, after, 1)
        const full = keys.flatMap((key) => (stored.get(key) as Statement.Page).lines)
        expect(Statement.seen(head, full, after)[0]?.n).toBe(after < count ? after + 1 : undefined)
      }
    }
  })
})

describe("what a line says", () => {
  const [owed, debt] = [Ledger.owed("p" as PersonId), Ledger.debt("p" as PersonId)]
  const table: readonly (readonly [Ledger.Phase, Ledger.Account, Ledger.Account, Statement.What, string])[] = [
    ["pending", "expense/a", owed, "granted", "1.00 USD granted for order o, held for now"],
    ["direct", "expense/a", owed, "granted", "1.00 USD granted for order o"],
    ["post", "expense/a", owed, "available", "1.00 USD is available now"],
    ["void", "expense/a", owed, "taken back", "1.00 USD taken back before it was available"],
    ["direct", owed, "expense/a", "taken back", "1.00 USD taken back"],
    ["direct", owed, "redeemed/a", "spent", "1.00 USD spent on order o"],
    ["direct", "redeemed/a", owed, "given back", "1.00 USD given back for order o"],
    ["direct", owed, "breakage/a", "lapsed", "1.00 USD lapsed unused"],
    ["direct", debt, "expense/a", "owed back", "1.00 USD had been used already and is owed back"],
    ["direct", owed, debt, "debt settled", "1.00 USD settled a debt"]
  ]
  it.each(table)("%s from %s to %s: %s", (phase, debit, credit, what, text) => {
    const amount = { minor: 100n, unit: "USD" } as Ledger.Transfer["amount"]
    const line = { transfer: Ledger.make("t", phase, debit, credit, amount), amount, order: "o" } as Statement.Line
    expect(Statement.whatOf(line)).toBe(what)
    expect(Statement.text(line)).toBe(text)
  })
})
