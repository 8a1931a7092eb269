/** The auditor on choices: silent where they are right, and precise about each that is wrong. */
import { beforeAll, describe, expect, it } from "vitest"
import { auditOf, type Rows, refold } from "./audit/books.ts"
import { chosen, ofChoices } from "./audit/chosen.ts"

describe("choices in the books", () => {
  let story: Rows
  beforeAll(async () => {
    story = await chosen()
  })

  it("are right", async () => expect((await auditOf(story)).findings).toEqual([]))

  it.each(ofChoices)("$what: $finds.check", async ({ change, finds }) => {
    const rows = structuredClone(story)
    change(rows)
    refold(rows)
    expect((await auditOf(rows)).findings).toContainEqual(expect.objectContaining(finds))
  })
})
