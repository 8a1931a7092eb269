import { expect, it } from "vitest"
import { complaint, namesOf } from "./law-names.ts"

const isNamed = (title: string, law?: number): boolean => new RegExp(namesOf(law)).test(title)

it.each<[string, readonly number[]]>([
  ["law 27: many partial refunds", [27]],
  ["laws 7, 8, 9: whatever is taken off", [7, 8, 9]],
  ["laws 28, 30: refunds, disputes and cancellations", [28, 30]],
  ["laws 10 and 38: what is written is read back", [10, 38]],
  ["laws 5, 6 and 77: three", [5, 6, 77]],
  ["law 12: is exact; law 13: more is worth more", [12, 13]],
  ["law 34: however many race for the last room > a count per person", [34]],
  ["laws of discounts at checkout > 44 of them, and flaw 44", []]
  // Not by what they are: they would be found themselves.
])("name %#", (title, laws) => {
  const found = Array.from({ length: 140 }, (_, n) => n).filter((n) => isNamed(title, n))
  expect(found).toEqual([...laws].sort((a, b) => a - b))
  expect(isNamed(title)).toBe(laws.length > 0)
})

it("a run in which no test had the number is no success", () => {
  expect(complaint({ numPassedTests: 0, numFailedTests: 0 }, 999)).toMatch(/^No test has law 999 in its name/)
  expect(complaint({ numPassedTests: 0, numFailedTests: 0 })).toMatch(/^No test has/)
  expect(complaint({ numPassedTests: 1, numFailedTests: 0 }, 27)).toBeUndefined()
  expect(complaint({ numPassedTests: 0, numFailedTests: 1 }, 27)).toBeUndefined()
})
