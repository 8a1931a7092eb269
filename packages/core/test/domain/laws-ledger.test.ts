import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import type * as Event from "../../src/domain/Event.ts"
import * as Event_ from "../../src/domain/Event.ts"
import { history, live } from "../arbitraries/histories.ts"
import { law } from "../arbitraries/money.ts"
import { bytes, type World } from "../arbitraries/world.ts"

vi.setConfig({ testTimeout: 120_000 })

const balances = (world: World): ReadonlyArray<readonly [string, bigint]> =>
  [...world.counters].filter(([key]) => key.startsWith("balance/"))

/** The other way to a balance: every transfer by hand, as a bookkeeper would. */
const bookkept = (events: ReadonlyArray<Event.Event>): ReadonlyMap<string, bigint> => {
  const book = new Map<string, bigint>()
  const enter = (account: string, column: string, unit: string, minor: bigint): void => {
    const key = `balance/${account}/${unit}/${column}`
    const sum = (book.get(key) ?? 0n) + minor
    if (sum === 0n) book.delete(key)
    else book.set(key, sum)
  }
  for (const { amount, credit, debit, phase } of events.flatMap(Event_.transfers)) {
    const { minor, unit } = amount
    const sign = phase === "pending" ? 1n : phase === "direct" ? 0n : -1n
    if (sign !== 0n) {
      enter(debit, "pending", unit, -sign * minor)
      enter(credit, "pending", unit, sign * minor)
    }
    if (phase === "direct" || phase === "post") {
      enter(debit, "posted", unit, -minor)
      enter(credit, "posted", unit, minor)
    }
  }
  return book
}

describe("laws of the ledger", () => {
  it("law 14: at every prefix, each unit sums to zero, pending and posted apart", () => {
    fc.assert(
      fc.property(history(), (story) => {
        live(story, {
          after: (world) => {
            const sums = new Map<string, bigint>()
            for (const [key, value] of balances(world)) {
              const column = key.split("/").slice(-2).join("/")
              sums.set(column, (sums.get(column) ?? 0n) + value)
            }
            expect([...sums.values()].every((sum) => sum === 0n)).toBe(true)
          }
        })
      }),
      law
    )
  })

  it("law 15: at every prefix, a stored balance is the sum of its postings", () => {
    fc.assert(
      fc.property(history(), (story) => {
        live(story, { after: (world) => expect(bytes(new Map(balances(world)))).toBe(bytes(bookkept(world.events))) })
      }),
      law
    )
  })

  it("what people are owed is never below zero; only a debt account is", () => {
    fc.assert(
      fc.property(history(), (story) => {
        live(story, {
          after: (world) => {
            for (const [key, value] of balances(world)) {
              if (key.startsWith("balance/owed/") && value < 0n) throw new Error(`${key} is ${value}`)
            }
          }
        })
      }),
      law
    )
  })

  it("law 23: a hold is posted once at most, and posted and voided together never exceed it", () => {
    fc.assert(
      fc.property(history(), (story) => {
        const open = new Map<string, { left: bigint; posts: number }>()
        for (const { amount, id, of, phase } of live(story).events.flatMap(Event_.transfers)) {
          if (phase === "pending") open.set(id, { left: amount.minor, posts: 0 })
          if (phase !== "post" && phase !== "void") continue
          const held = open.get(of ?? "")
          if (held === undefined) throw new Error(`${id} resolves nothing`)
          held.left -= amount.minor
          expect(held.posts).toBe(0)
          if (phase === "post") {
            held.posts += 1
            expect(held.left).toBe(0n)
          }
          expect(held.left >= 0n).toBe(true)
        }
      }),
      law
    )
  })
})
