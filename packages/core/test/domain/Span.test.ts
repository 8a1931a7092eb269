import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { unwrap } from "../../src/domain/internal/assert.ts"
import * as Span from "../../src/domain/Span.ts"
import { law, refused } from "../arbitraries/money.ts"

const day = 86_400_000

describe("Span.parse", () => {
  it.each([
    ["1 second", 1000, "1 second"],
    ["90 seconds", 90_000, "90 seconds"],
    ["60 seconds", 60_000, "1 minute"],
    ["90 minutes", 5_400_000, "90 minutes"],
    ["36 hours", 129_600_000, "36 hours"],
    ["24 hours", day, "1 day"],
    ["1 day", day, "1 day"],
    ["14 days", 14 * day, "14 days"],
    ["1 week", 7 * day, "7 days"],
    ["2 weeks", 14 * day, "14 days"],
    ["3660 days", 3660 * day, "3660 days"],
    ["87840 hours", 3660 * day, "3660 days"]
  ])("reads %s as %i ms and writes %s", (text, ms, canonical) => {
    const span = unwrap(Span.parse(text))
    expect(span).toBe(ms)
    expect(Span.format(span)).toBe(canonical)
  })

  it.each(["3661 days", "523 weeks", "87841 hours", "316224001 seconds", "999999999999 weeks"])(
    "refuses %s, which is beyond 3660 days",
    (text) => {
      expect(refused(Span.parse(text))).toContain("at most 3660 days")
    }
  )

  it.each([
    "",
    "14",
    "days",
    "14days",
    "14  days",
    "14 Days",
    "14 days ",
    "0 days",
    "-1 days",
    "1.5 days",
    "014 days",
    "1 days",
    "2 day",
    "1e3 days",
    "1 month",
    "2 years",
    "P14D",
    "1000 milliseconds",
    "9999999999999 seconds"
  ])("refuses %j and shows the right form", (text) => {
    expect(refused(Span.parse(text))).toContain('such as "14 days" or "1 hour"')
  })
})

describe("Span in documents", () => {
  const read = Schema.decodeSync(Span.Text)
  const write = Schema.encodeSync(Span.Text)

  it("law 38: parse(format(p)) = p, and n saves are one save", () => {
    const seconds = fc.oneof(
      fc.integer({ min: 1, max: 3660 * 86_400 }),
      fc.integer({ min: 1, max: 3660 }).map((days) => days * 86_400),
      fc.integer({ min: 1, max: 3660 * 24 }).map((hours) => hours * 3600)
    )
    fc.assert(
      fc.property(seconds, (count) => {
        const span = read(`${count} second${count === 1 ? "" : "s"}`)
        expect(span).toBe(count * 1000)
        expect(read(write(span))).toBe(span)
        expect(write(read(write(span)))).toBe(write(span))
      }),
      law
    )
  })

  it("gives the message of parse as the issue, and writes whole seconds only", () => {
    const result = Schema.decodeUnknownResult(Span.Text)("a fortnight")
    expect(Result.isFailure(result) && result.failure.message).toContain('"a fortnight" is not a length of time')
    const encode = Schema.encodeUnknownResult(Span.Text)
    expect(encode(1000)).toEqual(Result.succeed("1 second"))
    for (const wrong of [999, 1001, 0, -1000, 1000.5, 3660 * day + 1000, Number.NaN]) {
      expect(Result.isFailure(encode(wrong)), `${wrong}`).toBe(true)
    }
  })
})
