import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Instant from "../../src/domain/Instant.ts"
import { unwrap } from "../../src/domain/internal/assert.ts"
import { instant, law, refused } from "../arbitraries/money.ts"

const read = (text: string): Instant.Instant => unwrap(Instant.parse(text))

describe("Instant.parse", () => {
  it.each([
    ["2026-03-08T12:00:00Z", "2026-03-08T12:00:00.000Z"],
    ["2026-03-08T12:00:00.5Z", "2026-03-08T12:00:00.500Z"],
    ["2026-03-08T12:00:00.123456Z", "2026-03-08T12:00:00.123Z"],
    ["2026-03-08T12:00:00.999999999Z", "2026-03-08T12:00:00.999Z"],
    ["2026-03-08T12:00:00+00:00", "2026-03-08T12:00:00.000Z"],
    ["2026-03-08T12:00:00-05:00", "2026-03-08T17:00:00.000Z"],
    ["2026-03-08T12:00:00+05:45", "2026-03-08T06:15:00.000Z"],
    ["2026-03-08T00:30:00+14:00", "2026-03-07T10:30:00.000Z"],
    ["2026-03-08T23:30:00-12:00", "2026-03-09T11:30:00.000Z"],
    ["2024-02-29T23:59:59.999Z", "2024-02-29T23:59:59.999Z"],
    ["1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"],
    ["2200-12-31T23:59:59.999Z", "2200-12-31T23:59:59.999Z"],
    ["2201-01-01T05:59:59+06:00", "2200-12-31T23:59:59.000Z"]
  ])("reads %s as %s", (text, canonical) => {
    expect(Instant.format(read(text))).toBe(canonical)
    expect(read(text)).toBe(Date.parse(text.replace(/(\.\d{3})\d+/, "$1")))
  })

  it.each([
    ["1969-12-31T23:59:59.999Z"],
    ["1970-01-01T00:00:00+00:01"],
    ["2201-01-01T00:00:00Z"],
    ["2200-12-31T23:59:59.999-00:01"],
    ["9999-12-31T00:00:00Z"]
  ])("refuses %s, outside the years 1970 to 2200", (text) => {
    expect(refused(Instant.parse(text))).toContain("instants are in the years 1970 to 2200")
  })

  it.each([
    "2026-03-08T12:00:00", // no offset: it names no instant
    "2026-03-08",
    "2026-03-08 12:00:00Z",
    "2026-03-08T12:00Z",
    "2026-03-08T12:00:00z",
    "2026-03-08T12:00:00+0500",
    "2026-03-08T12:00:00+05",
    "2026-03-08T12:00:00+14:01",
    "2026-03-08T12:00:00+05:60",
    "2026-03-08T12:00:00 UTC",
    "2026-03-08T12:00:00.Z",
    "2026-03-08T24:00:00Z",
    "2026-03-08T12:60:00Z",
    "2026-03-08T12:00:60Z",
    "2026-02-29T12:00:00Z",
    "2100-02-29T12:00:00Z",
    "2026-04-31T12:00:00Z",
    "2026-13-01T12:00:00Z",
    "2026-00-01T12:00:00Z",
    "2026-01-00T12:00:00Z",
    "+002026-03-08T12:00:00Z",
    "1772971200",
    "Sun, 08 Mar 2026 12:00:00 GMT",
    "now",
    ""
  ])("refuses %j and shows the right form", (text) => {
    expect(refused(Instant.parse(text))).toContain('such as "2026-03-08T12:00:00Z"')
  })
})

describe("Instant.make", () => {
  it.each([0, 1, 1_772_971_200_000, 7_289_654_399_999])("takes %i", (ms) => {
    expect(Instant.make(ms)).toEqual(Result.succeed(ms))
  })

  it.each([-1, 7_289_654_400_000, 1_772_971_200_000_000])("refuses %i: out of range", (ms) => {
    expect(refused(Instant.make(ms))).toContain("out of range")
  })

  it.each([-0, 0.5, Number.NaN, Number.POSITIVE_INFINITY])("law 25: refuses %d: no whole milliseconds", (ms) => {
    expect(refused(Instant.make(ms))).toContain("whole milliseconds")
  })

  it("has the bounds that its years say", () => {
    expect(Instant.format(Instant.minimum)).toBe("1970-01-01T00:00:00.000Z")
    expect(Instant.format(Instant.maximum)).toBe("2200-12-31T23:59:59.999Z")
  })
})

describe("Instant in documents", () => {
  it("law 38: what is written is read back, under any offset, and n saves are one save", () => {
    const decode = Schema.decodeSync(Instant.Text)
    const encode = Schema.encodeSync(Instant.Text)
    const offset = fc.integer({ min: -14 * 60, max: 14 * 60 })
    fc.assert(
      fc.property(instant, offset, (at, minutes) => {
        expect(decode(encode(at))).toBe(at)
        expect(encode(decode(encode(at)))).toBe(encode(at))
        const size = Math.abs(minutes)
        const pad = (count: number): string => count.toString().padStart(2, "0")
        const sign = minutes < 0 ? "-" : "+"
        const wall = new Date(at + minutes * 60_000).toISOString().slice(0, -1)
        fc.pre(wall.length === 23)
        expect(decode(`${wall}${sign}${pad(Math.floor(size / 60))}:${pad(size % 60)}`)).toBe(at)
      }),
      law
    )
  })

  it("gives the message of parse as the issue", () => {
    const result = Schema.decodeUnknownResult(Instant.Text)("2026-03-08T12:00:00")
    expect(Result.isFailure(result) && result.failure.message).toContain("with Z or an offset")
    expect(Result.isFailure(Schema.decodeUnknownResult(Instant.Text)(1_772_971_200_000))).toBe(true)
    expect(Result.isFailure(Schema.encodeUnknownResult(Instant.Text)(-1))).toBe(true)
  })
})
