import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Calendar from "../../src/domain/Calendar.ts"
import type { Code, PersonId, ProgramId } from "../../src/domain/Ids.ts"
import type { Instant } from "../../src/domain/Instant.ts"
import * as Program from "../../src/domain/Program.ts"
import { date, law, zoneNames } from "../arbitraries/money.ts"
import { failures, one, program, Shop } from "../arbitraries/shop.ts"
import { World } from "../arbitraries/world.ts"

const formats = new Map<string, Intl.DateTimeFormat>()
/** The oracle: the date that the platform's own calendar shows. */
const shownDate = (ms: number, name: string): string => {
  const known = formats.get(name)
  const format =
    known ?? new Intl.DateTimeFormat("en-CA", { timeZone: name, year: "numeric", month: "2-digit", day: "2-digit" })
  formats.set(name, format)
  return format.format(ms)
}

describe("Lifecycle", () => {
  it.each([
    ["2026-03-03", "scheduled"],
    ["2026-03-01", "ended"]
  ])("begins no referral outside of its dates (%s, %s)", (day, phase) => {
    const shop = new Shop(program({ starts: day, ends: day })).enroll("ann").touch("ann", "bob")
    const rejected = one(shop.signup("bob"), "ReferralRejected")
    expect(rejected.reason).toBe("lifecycle")
    expect(rejected.because.find((check) => check.check === "lifecycle")).toMatchObject({
      actual: phase,
      limit: "live"
    })
    expect(failures(rejected)).toEqual(["lifecycle"])
  })

  it("law 37: a program is live from the first moment of its first day to the last of its last, in its own zone", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zoneNames),
        fc.tuple(date, fc.nat({ max: 3 })).filter(([day]) => day > "2000-01-01" && day < "2190-01-01"),
        fc.constantFrom("start", "end"),
        fc.oneof(fc.constantFrom(-1, 0, 1), fc.integer({ min: -100_000_000, max: 100_000_000 })),
        (timeZone, [first, length], edge, offset) => {
          const zone = timeZone as Calendar.Zone
          const last = Calendar.dateOf(
            (Calendar.startOfDay(first, "UTC" as Calendar.Zone) + length * 86_400_000) as Instant,
            "UTC" as Calendar.Zone
          )
          const near = edge === "start" ? Calendar.startOfDay(first, zone) : Calendar.endOfDay(last, zone)
          const at = (near + offset) as Instant
          const world = new World(at)
          const spring = program({ timeZone, starts: first, ends: last })
          const [id, code] = ["spring" as ProgramId, "ANN" as Code]
          world.run({ _tag: "PublishProgram", at, program: id, document: Program.toJson(spring), mode: "open" })
          world.run({ _tag: "EnrollAdvocate", at, program: id, person: "ann" as PersonId, codes: [code] })
          world.run({ _tag: "RecordTouch", at, touch: "t", code, subject: "bob" as PersonId, source: "click" })
          world.run({ _tag: "RecordSignup", at, person: "bob" as PersonId })
          const shown = shownDate(at, timeZone)
          // Clocks that fall back across midnight show the old date again: the day that has begun goes on.
          const isAgain = shownDate(at - 7_200_000, timeZone) > shown
          const isLive = shown >= first && shown <= last
          if (!isAgain)
            expect(world.fact<{ state: string }>("referral/spring/bob")?.state).toBe(isLive ? "open" : "rejected")
        }
      ),
      law
    )
  })
})
