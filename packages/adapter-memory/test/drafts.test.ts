/** Drafts through the doors: two marketers, a developer who publishes in between, and what each is told. */
import { memoryStore } from "@goodword/adapter-memory"
import { type Program, storeCredit } from "@goodword/core"
import { Goodword, movableClock } from "@goodword/core/promise"
import { describe, expect, it } from "vitest"

const spring = (amount = "10.00 USD"): Program.Input => ({
  id: "spring",
  timeZone: "UTC",
  advocate: { give: storeCredit({ amount }) },
  onSilence: "hold"
})

const open = async (programs: readonly Program.Input[] = [spring()]) => {
  const clock = movableClock("2026-03-10T12:00:00Z")
  return { clock, goodword: await Goodword.open({ store: memoryStore(), programs, clock, pollMs: 0 }) }
}

const refusal = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => "done",
    (error: Error & { readonly _tag: string }) => `${error._tag}: ${error.message}`
  )

const program = "spring"

describe("drafts", () => {
  it("from the first word to the live version, and back", async () => {
    const { goodword } = await open([])
    expect(await goodword.draft({ program })).toBeUndefined()
    const first = await goodword.saveDraft({
      program,
      document: { id: "spring", friend: [{ give: { kind: "points" } }] },
      by: "kim"
    })
    expect(first).toMatchObject({ revision: 1, by: "kim", base: 0, isOutdated: false, differences: [] })
    expect(first.problems.map(({ path }) => path)).toContain("timeZone")
    expect(await goodword.program({ program })).toMatchObject({
      state: "draft",
      reason: "was never published",
      version: null,
      draft: { revision: 1, by: "kim" }
    })
    expect((await goodword.programs({})).map(({ state }) => state)).toEqual(["draft"])
    expect(await refusal(goodword.publishDraft({ program, revision: 1 }))).toMatch(/^InvalidInput: .*timeZone/)

    const second = await goodword.saveDraft({ program, document: spring(), revision: 1, by: "lee" })
    expect(second).toMatchObject({ revision: 2, problems: [] })
    expect(await goodword.publishDraft({ program, revision: 2 })).toMatchObject({ version: 1 })
    expect(await goodword.draft({ program })).toBeUndefined()
    expect(await goodword.program({ program })).toMatchObject({ state: "live", version: 1, draft: null })

    const third = await goodword.saveDraft({ program, document: spring("4.00 USD") })
    expect(third).toMatchObject({ revision: 3, differences: ['advocate[0].give.amount: "10.00 USD" -> "4.00 USD"'] })
    const planned = { program, revision: 3, openReferrals: "move", from: "2026-04-01T00:00:00Z" } as const
    expect(await goodword.publishDraft({ ...planned, dryRun: true })).toMatchObject({ version: 2 })
    expect(await goodword.draft({ program })).toMatchObject({ revision: 3 })
    expect(await goodword.publishDraft(planned)).toMatchObject({
      version: 2,
      from: "2026-04-01T00:00:00.000Z"
    })
    expect(await goodword.publishDraft(planned)).toMatchObject({ version: 2 })

    expect(await refusal(goodword.publishDraft({ program, revision: 3 }))).toMatch(/^KeyReused/)

    const back = await goodword.saveDraft({ program, version: 1 })
    expect(back).toMatchObject({ revision: 4, base: 2, problems: [], differences: [] })
    expect(await goodword.publishDraft({ program, revision: 4 })).toMatchObject({ version: 3, replaces: 2 })
    expect([(await goodword.audit()).findings, (await goodword.replay()).differences]).toEqual([[], []])
    await goodword.close()
  })

  it("two who write at once: the second is told what the first has done", async () => {
    const { goodword } = await open()
    await goodword.saveDraft({ program, document: spring("4.00 USD"), by: "kim" })
    expect(await refusal(goodword.saveDraft({ program, document: spring("5.00 USD"), by: "lee" }))).toBe(
      'DraftChanged: the draft of program "spring" is at revision 1, saved by "kim", and you saw none; look at it, and name revision 1'
    )
    expect(await refusal(goodword.publishDraft({ program, revision: 2 }))).toMatch(
      /^DraftChanged: .*you saw revision 2/
    )
    await goodword.publish(spring("7.00 USD"))
    expect(await goodword.draft({ program })).toMatchObject({ isOutdated: true })
    for (const dryRun of [true, false]) {
      expect(await refusal(goodword.publishDraft({ program, revision: 1, dryRun }))).toBe(
        'DraftOutdated: the draft of program "spring" was written on version 1, and version 2 was published since; look at what differs, save it again, and publish that'
      )
    }
    expect(await goodword.discardDraft({ program, revision: 1 })).toEqual({ program, revision: 1 })
    expect(await refusal(goodword.publishDraft({ program, revision: 1 }))).toMatch(
      /^DraftChanged: .*published or discarded/
    )
    await goodword.close()
  })

  it.each<[unknown, RegExp]>([
    [undefined, /document: give either a document or the version/],
    ["spring", /document: must be an object of plain JSON/],
    [[], /document: must be an object of plain JSON/],
    [{ id: "autumn" }, /document\.id: is "autumn", and this is the draft of "spring"/],
    [{ name: "x".repeat(100_000) }, /document: has 100011 characters; 100000 are the most/],
    [{ name: "\u0000" }, /document: has a character that cannot be stored/],
    [{ name: "\ud800" }, /document: has a character that cannot be stored/],
    [{ n: 1n }, /document: must be an object of plain JSON/],
    [JSON.parse(`{"a":${"[".repeat(50)}${"]".repeat(50)}}`), /document: stands in itself more than 40 deep/]
  ])("refuses what is no document: %#", async (document, message) => {
    const { goodword } = await open()
    const asked = document === undefined ? { program } : { program, document }
    expect(await refusal(goodword.saveDraft(asked))).toMatch(message)
    await goodword.close()
  })

  it("takes a version back that is there, and no other", async () => {
    const { goodword } = await open()
    expect(await refusal(goodword.saveDraft({ program, version: 2 }))).toMatch(
      /version: program "spring" has no version 2/
    )
    expect(await refusal(goodword.saveDraft({ program, version: 1, document: {} }))).toMatch(/give either/)
    await goodword.close()
  })
})
