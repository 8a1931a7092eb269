/** The auditor on lotteries: silent where they are right, and precise about each that is wrong. */
import { beforeAll, describe, expect, it } from "vitest"
import { auditOf, type Rows } from "./audit/books.ts"
import { drawn, ofLotteries } from "./audit/drawn.ts"

describe("lotteries in the books", () => {
  let story: Rows
  beforeAll(async () => {
    story = await drawn()
  })

  it("are right, before and after a seed is revealed", async () => {
    expect((await auditOf(story)).findings).toEqual([])
    expect(JSON.stringify(story.events).match(/SeedRevealed/gu)).toHaveLength(1)
  })

  it.each(ofLotteries)("$what: $finds.check", async ({ change, finds }) => {
    const rows = structuredClone(story)
    change(rows)
    expect((await auditOf(rows)).findings).toContainEqual(expect.objectContaining(finds))
  })
})
