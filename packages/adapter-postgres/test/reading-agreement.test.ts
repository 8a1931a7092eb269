/** What every store tells of people, and what SQL tells: the same, on generated histories. */
import { PGlite } from "@electric-sql/pglite"
import { Calendar, type Instant, Money } from "@goodword/core"
import { Goodword, type Input, movableClock } from "@goodword/core/promise"
import * as Result from "effect/Result"
import fc from "fast-check"
import { Kysely, PGliteDialect } from "kysely"
import { afterAll, expect, it, vi } from "vitest"
import * as shop from "../../adapter-memory/test/shop.ts"
import { type Leader, postgresReading, postgresStore, type StatementEntry } from "../src/index.ts"
import { printKeys } from "./rows.ts"

vi.setConfig({ testTimeout: 300_000 })

const kysely = new Kysely<unknown>({ dialect: new PGliteDialect({ pglite: new PGlite() }) })
const store = await postgresStore({ kysely, printKeys, migrate: true })
const reading = await postgresReading({ kysely })
afterAll(() => kysely.destroy())

const { numRuns = 100 } = fc.readConfigureGlobal() ?? {}

type Step = shop.Call | { readonly use: number; readonly on: string } | { readonly pass: string }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: shop.call },
  { weight: 1, arbitrary: fc.record({ use: fc.nat({ max: 5 }), on: fc.constantFrom("a1", "a2") }) },
  { weight: 2, arbitrary: fc.record({ pass: fc.constantFrom("1 day", "15 days", "40 days") }) }
)

/** Plays the steps as a new shop; answers its name and its engine. */
const lived = async (
  tenant: string,
  steps: readonly Step[]
): Promise<{ readonly goodword: Goodword; readonly clock: ReturnType<typeof movableClock> }> => {
  const clock = movableClock(shop.start)
  const goodword = await Goodword.open({ store, tenant, clock, pollMs: 0, programs: [shop.program] })
  const rewards: string[] = []
  for (const one of [...shop.beginning, ...steps]) {
    if ("pass" in one) {
      clock.advance(one.pass)
      await goodword.runDue()
    } else if ("use" in one) {
      const reward = rewards[one.use % Math.max(1, rewards.length)] ?? "reward/none/g1"
      await goodword.redeem({ reward, order: one.on, total: "50.00 USD" }).catch((error: unknown) => error)
    } else {
      const outcome = await shop.make(goodword, one)
      const { rewards: granted = [] } = ("ok" in outcome ? outcome.ok : {}) as { rewards?: readonly { id: string }[] }
      rewards.push(...granted.map(({ id }) => id))
    }
  }
  return { goodword, clock }
}

const all = async (tenant: string, person: string): Promise<readonly StatementEntry[]> => {
  const entries: StatementEntry[] = []
  for (;;) {
    const after = entries.at(-1)
    const page = await reading.statement({ tenant, person, limit: 7, ...(after && { after }) })
    entries.push(...page)
    if (page.length < 7) return entries
  }
}

/** What a person has after each transfer, by the signs that SQL gives it. */
const running = (entries: readonly StatementEntry[]) => {
  const sums = new Map<string, { pending: bigint; available: bigint; owedBack: bigint }>()
  return entries.map(({ at, debt, pending, posted, reward }) => {
    const { unit } = pending
    const sum = sums.get(unit) ?? { pending: 0n, available: 0n, owedBack: 0n }
    const after = {
      pending: sum.pending + pending.minor,
      available: sum.available + posted.minor,
      owedBack: sum.owedBack + debt.minor
    }
    sums.set(unit, after)
    const said = (minor: bigint) => Money.format({ minor, unit })
    return {
      at: new Date(at as Instant.Instant).toISOString(),
      reward,
      after: { unit, available: said(after.available), pending: said(after.pending), owedBack: said(after.owedBack) }
    }
  })
}

let shops = 0

it("statements and balances: every line of the pages is a transfer in SQL", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25, size: "max" }), async (steps) => {
      const tenant = `agree ${++shops}`
      const { goodword } = await lived(tenant, steps)
      for (const customer of shop.people) {
        const input: Input.Statement = { customer, limit: 100 }
        const { lines, next, person } = await goodword.statement(input)
        expect(next).toBe(null)
        expect(lines.map(({ after, at, reward }) => ({ at, reward, after }))).toEqual(
          running(await all(tenant, person))
        )
        const balances = (await reading.balances({ tenant, person })).map(({ available, debt, pending }) => ({
          unit: available.unit,
          available: Money.format(available),
          pending: Money.format(pending),
          owedBack: Money.format(debt)
        }))
        expect(await goodword.balances({ customer })).toEqual(balances)
      }
      await goodword.close()
    }),
    { numRuns: Math.ceil(numRuns / 4) }
  )
})

it("leaderboards: the same leaders in the same order, of all time and of each month", async () => {
  let met = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 25, size: "max" }), async (steps) => {
      const tenant = `agree ${++shops}`
      // In SQL everybody is listed.
      const listed = steps.filter((one) => !("door" in one) || one.door !== "setListed")
      const { clock, goodword } = await lived(tenant, listed)
      await reading.rollUp({ tenant })
      const asked = { tenant, program: "spring", limit: 100 }
      const said = (found: readonly Leader[]) =>
        found.map(({ advocate, qualified, reached }) => [advocate, `${qualified}`, new Date(reached).toISOString()])
      const told = async (input: Input.Leaderboard) =>
        (await goodword.leaderboard({ ...input, limit: 100 })).leaders.map((one) => [
          one.person,
          one.score,
          one.reached
        ])
      expect(await told({})).toEqual(said(await reading.leaderboard(asked)))
      const zone = Result.getOrThrow(Calendar.parseZone("America/New_York"))
      const month = Calendar.periodOf("calendar month", zone)
      const now = month(clock.now() as Instant.Instant)
      for (const [period, { end, start }] of [
        ["this month", now],
        ["previous month", month((now.start - 1) as Instant.Instant)]
      ] as const) {
        const from = Calendar.dateOf(start, zone)
        const to = Calendar.dateOf((end - 1) as Instant.Instant, zone)
        const found = said(await reading.leaderboard({ ...asked, from, to }))
        met += found.length
        expect(await told({ period })).toEqual(found)
      }
      await goodword.close()
    }),
    { numRuns: Math.ceil(numRuns / 4) }
  )
  expect(met).toBeGreaterThan(0)
})
