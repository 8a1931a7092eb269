import { describe, expect, it } from "vitest"
import type * as Fact from "../../src/domain/Fact.ts"
import * as Kept from "../../src/domain/Kept.ts"
import { cents } from "../arbitraries/lots.ts"

describe("what is kept of an order", () => {
  it.each([
    ["all of it", 0n, false, 100n],
    ["less what came back", 99n, false, 1n],
    ["nothing once all came back", 100n, false, 0n],
    ["nothing where more came back than there was", 101n, false, 0n],
    ["nothing of one that was canceled", 0n, true, 0n],
    ["nor of one that was canceled after a refund", 30n, true, 0n]
  ])("is %s", (_, refunded, isCanceled, kept) => {
    const order = { total: cents(100n), refunded: cents(refunded), ...(isCanceled ? { canceled: true as const } : {}) }
    expect(Kept.keptOf(order)).toEqual(cents(kept))
  })

  it.each([
    ["something was paid", { total: cents(1n) }, false, false],
    ["nothing was", {}, false, true],
    ["its quote left nothing to pay", { free: true }, true, false],
    ["it is free and something came back", { free: true, refunded: cents(1n) }, false, true],
    ["it is free and canceled", { free: true, canceled: true }, false, true],
    ["it was free and is edited", { free: true, revision: 1 }, false, true],
    ["it was free and is edited to something", { free: true, revision: 1, total: cents(1n) }, false, false]
  ])("stands, though nothing was paid, as long as its quote says so: %s", (_, given, isFree, isGone) => {
    const order = { total: cents(0n), refunded: cents(0n), revision: 0, ...given } as Fact.Order
    expect([Kept.isFree(order), Kept.isGone(order)]).toEqual([isFree, isGone])
  })

  it.each([
    ["no dispute", undefined, false],
    ["one that is open", ["open"], true],
    ["one that was won", ["won"], false],
    ["one that is open beside one that was lost", ["lost", "open"], true]
  ] as const)("is disputed with %s: %s", (_, states, expected) => {
    const disputes = states?.map((state, i) => ({ dispute: `d${i}`, state, amount: null }))
    expect(Kept.isDisputed({ disputes } as never)).toBe(expected)
  })
})
