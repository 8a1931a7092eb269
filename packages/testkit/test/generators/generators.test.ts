/** Each generator gives what its name says, and gives the edges often enough to be worth its runs. */
import { AttributionModel, Calendar, Catalogs, EmailFold, EventLog, Instant, Money, Program } from "@goodword/core"
import { generators } from "@goodword/testkit"
import * as Result from "effect/Result"
import fc from "fast-check"
import { describe, expect, it } from "vitest"

const { hostile } = generators
const sample = <A>(of: fc.Arbitrary<A>, numRuns = 500): readonly A[] => fc.sample(of, { seed: 7312, numRuns })

describe("amounts", () => {
  it("stand at the edges of what fits in 31, 53 and 63 bits", () => {
    const sizes = sample(generators.minor, 2_000)
    const most = 2n ** 63n - 1n
    for (const edge of [0n, 1n, -1n, 2n ** 31n, 2n ** 53n + 1n, most, -most]) expect(sizes).toContain(edge)
    expect(sizes.every((size) => size >= -most && size <= most)).toBe(true)
  })

  it("of one are no larger than one may be, and stand at that edge", () => {
    const sizes = sample(generators.minorOfOne, 2_000)
    const most = Money.minorMax
    for (const edge of [0n, 2n ** 31n, most - 1n, most, -most]) expect(sizes).toContain(edge)
    expect(sizes.every((size) => size >= -most && size <= most)).toBe(true)
  })

  it("are read as they are written", () => {
    for (const money of sample(generators.money))
      expect(Money.parse(Money.format(money))).toEqual(Result.succeed(money))
    for (const unit of ["USD", "JPY", "KWD"] as const) {
      expect(Result.isSuccess(Money.parse(generators.written(1, unit)))).toBe(true)
    }
  })

  it("split into parts above zero that sum to the whole", () => {
    const splits = generators.positiveMinor
      .filter((whole) => whole > 0n)
      .chain((whole) => generators.split(whole).map((parts) => ({ whole, parts })))
    for (const { parts, whole } of sample(splits)) {
      expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(whole)
      expect(parts.every((part) => part > 0n)).toBe(true)
      expect(parts.length).toBeLessThanOrEqual(8)
    }
    expect(Math.max(...sample(generators.split(1_000n)).map(({ length }) => length))).toBeGreaterThan(4)
    expect(sample(generators.split(1n)).every((parts) => parts.length === 1)).toBe(true)
  })

  it("refund more than there is where they say so", () => {
    for (const parts of sample(generators.overRefund(100n))) {
      expect(parts.reduce((sum, part) => sum + part, 0n)).toBeGreaterThan(100n)
    }
  })
})

it("a basket's total is what its lines come to", () => {
  for (const { lines, total } of sample(generators.basket("USD"))) {
    expect(lines.reduce((sum, line) => sum + generators.paidFor(line), 0n)).toBe(total)
    expect(lines.every((line) => generators.paidFor(line) >= 0n)).toBe(true)
  }
  expect(
    sample(generators.basket("USD")).some(({ lines }) => lines.some((line) => generators.paidFor(line) === 0n))
  ).toBe(true)
})

it("edges of days lie on both sides of midnight, and on days of 23 and 25 hours", () => {
  const drawn = sample(generators.edge, 3_000)
  const ends = drawn.filter(({ at, zone }) => {
    const [before, after] = [Instant.make(at - 1), Instant.make(at)].map(Result.getOrUndefined)
    return before !== undefined && after !== undefined && Calendar.dateOf(before, zone) !== Calendar.dateOf(after, zone)
  })
  expect(ends.length).toBeGreaterThan(300)
  const hours = drawn.map(({ at, zone }) => {
    const date = Calendar.dateOf(at, zone)
    return (Calendar.endOfDay(date, zone) - Calendar.startOfDay(date, zone)) / 3_600_000
  })
  expect(hours).toEqual(expect.arrayContaining([23, 24, 25]))
})

describe("mailboxes", () => {
  it("fold to one, however they are written", () => {
    const drawn = sample(generators.mailbox)
    for (const { spellings } of drawn) {
      const folded = spellings.map((one) => Result.getOrThrow(EmailFold.fold(one)))
      expect(new Set(folded).size).toBe(1)
    }
    expect(drawn.filter(({ spellings }) => new Set(spellings).size > 2).length).toBeGreaterThan(200)
  })

  it("of other names fold apart", () => {
    const folded = new Map<string, string>()
    for (const { domain, name, spellings } of sample(generators.mailbox, 300)) {
      const mailbox = Result.getOrThrow(EmailFold.fold(spellings[0]))
      expect(folded.get(mailbox) ?? name).toBe(name)
      folded.set(mailbox, name)
      expect(domain).toMatch(/\./)
    }
  })
})

it("touches come at different times, and stand in their order", () => {
  for (const all of sample(generators.contacts())) {
    const touches = generators.trail(all)
    expect(new Set(touches.map(({ at }) => at)).size).toBe(touches.length)
    expect([...touches].sort(AttributionModel.before)).toEqual(touches)
  }
})

it("a bad network brings every message, some twice, some late, some before others", () => {
  const messages = ["a", "b", "c", "d"]
  const drawn = sample(generators.deliveries(messages), 200)
  for (const all of drawn) {
    expect(new Set(all.map(({ message }) => message)).size).toBe(4)
    expect(all.map(({ delay }) => delay)).toEqual(all.map(({ delay }) => delay).sort((a, b) => a - b))
    for (const { message, time } of all) {
      expect(all.filter((one) => one.message === message).some((one) => one.time === time)).toBe(true)
    }
  }
  expect(drawn.some((all) => all.length > 4)).toBe(true)
  expect(drawn.some((all) => all.map(({ message }) => message).join("") !== "abcd" && all.length === 4)).toBe(true)
})

it("hostile numbers are no amounts, and hostile texts are kept apart to the letter", () => {
  const texts = hostile.numbers.filter((one): one is string => typeof one === "string")
  expect(texts.filter((text) => Result.isSuccess(Money.parse(text)))).toEqual(["-10.00 USD"])
  expect(new Set(hostile.texts).size).toBe(hostile.texts.length)
  expect(new Set(hostile.texts.map((text) => text.normalize("NFKC").toLowerCase().trim())).size).toBeLessThan(
    hostile.texts.length
  )
})

it("programs decode, over every kind of the catalog", () => {
  const drawn = sample(generators.programInput(), 400)
  for (const one of drawn) expect(Result.merge(Result.map(Program.decode(one), () => "read"))).toBe("read")
  const kinds = [...JSON.stringify(drawn).matchAll(/"kind":"([a-z-]+)"/g)].map(([, kind]) => kind)
  expect([...new Set(kinds)].sort()).toEqual([...Catalogs.builtIn.rewards.keys()].sort())
})

it("histories meet every event that there is, or laws over them would prove little", () => {
  // Payout runs have histories of their own, beside their doors.
  const missing = new Set<string>(EventLog.types.filter((type) => !type.startsWith("Payout")))
  const walks = generators.history({ isWalk: true })
  const stories = fc.oneof({ weight: 1, arbitrary: generators.history({ steps: 40 }) }, { weight: 3, arbitrary: walks })
  for (let seed = 1; missing.size > 0 && seed <= 100; seed++) {
    for (const history of fc.sample(stories, { seed, numRuns: 100 })) {
      for (const { _tag } of generators.live(history).events) missing.delete(_tag)
    }
  }
  expect([...missing]).toEqual([])
})

it("one seed tells one story", () => {
  const told = (): readonly string[] => sample(generators.history(), 20).map(String)
  expect(told()).toEqual(told())
})
