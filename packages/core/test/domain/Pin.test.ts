/** Which version counts for whom, by the head of a program and the time that is asked about. */
import { describe, expect, it } from "vitest"
import type * as Fact from "../../src/domain/Fact.ts"
import type { ProgramId } from "../../src/domain/Ids.ts"
import type { Instant } from "../../src/domain/Instant.ts"
import * as Pin from "../../src/domain/Pin.ts"

const now = 1_000 as Instant
const head = (more: Partial<Fact.ProgramHead> = {}): Fact.ProgramHead => ({
  program: "spring" as ProgramId,
  version: 3,
  versions: 3,
  next: null,
  moved: 0,
  status: "open",
  turns: 0,
  recorded: now,
  ...more
})
const next = (openReferrals: Fact.Switch["openReferrals"], version = 4): Fact.ProgramHead =>
  head({ versions: 4, moved: 2, repriced: 1, next: { version, from: now, openReferrals } })
const [before, then] = [(now - 1) as Instant, now]

describe("a head", () => {
  it.each([
    ["keep", { version: 4, moved: 2, repriced: 1, next: null }],
    ["move", { version: 4, moved: 4, repriced: 1, next: null }],
    ["reprice", { version: 4, moved: 4, repriced: 4, next: null }]
  ] as const)("turns when its next version is live, and referrals %s", (openReferrals, turned) => {
    const one = next(openReferrals)
    expect(Pin.at(one, before)).toBe(one)
    expect(Pin.at(one, then)).toEqual({ ...one, ...turned })
    expect(Pin.repricedBy(one, before)).toBe(1)
    expect(Pin.repricedBy(one, then)).toBe(turned.repriced)
  })

  it("says nothing of what no version was valued anew under", () => {
    const one = head({ next: { version: 4, from: now, openReferrals: "move" } })
    expect(Pin.at(one, then)).not.toHaveProperty("repriced")
    expect([Pin.repricedBy(one, then), Pin.repricedVersions(one)]).toEqual([0, []])
    expect(Pin.at(head(), then)).toEqual(head())
  })
})

describe("the version of a referral", () => {
  it.each([
    ["its own", head(), 1, 1],
    ["its own, where an older one was moved to", head({ moved: 2 }), 3, 3],
    ["the one that it was moved to", head({ moved: 2 }), 1, 2],
    ["the one that it is moved to now", next("move"), 1, 4],
    ["where it was, where the next one keeps", next("keep"), 1, 2]
  ])("is %s", (_, one, pinned, expected) => {
    expect(Pin.termsOf(one, pinned, then)).toBe(expected)
    expect(Pin.termsVersions(one, pinned)).toContain(expected)
  })
})

describe("the versions that may decide", () => {
  it.each([
    ["nothing is on its way", head(), [3], [1], []],
    ["one is on its way, and keeps", next("keep"), [3, 4], [2], [1]],
    ["one is on its way, and moves", next("move"), [3, 4], [2, 4], [1]],
    ["one is on its way, and values anew", next("reprice"), [3, 4], [2, 4], [1, 4]],
    [
      "the first is on its way",
      head({ version: 0, next: { version: 1, from: now, openReferrals: "keep" } }),
      [1],
      [1],
      []
    ]
  ] as const)("where %s", (_, one, live, terms, repriced) => {
    expect(Pin.liveVersions(one)).toEqual(live)
    expect(Pin.termsVersions(one, 1)).toEqual(terms)
    expect(Pin.repricedVersions(one)).toEqual(repriced)
  })

  it.each([
    ["the live one", head(), 3],
    ["the next one, once it is live", next("keep"), 4],
    [
      "the first, before it is live",
      head({ version: 0, next: { version: 1, from: 2_000 as Instant, openReferrals: "keep" } }),
      1
    ],
    ["none, before there is one", head({ version: 0 }), 0]
  ])("of who may refer is %s", (_, one, expected) => {
    expect(Pin.refersBy(one, then)).toBe(expected)
  })
})
