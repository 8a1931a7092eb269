/** A shop with one program, and people who refer, buy and give back: what scenarios are told with. */
import { readFileSync } from "node:fs"
import { memoryStore } from "@goodword/adapter-memory"
import { Goodword, type MovableClock, movableClock, type Output } from "@goodword/core/promise"

export interface Scenario {
  readonly goodword: Goodword
  readonly clock: MovableClock
  /** The friend comes through the advocate's code. */
  readonly refer: (advocate: string, friend: string) => Promise<void>
  /** The friend comes through the advocate and pays for a first order, at the price that was quoted. */
  readonly buy: (
    friend: string,
    order: string,
    total: string,
    more?: { readonly country?: string }
  ) => Promise<Output.Decision>
  readonly refund: (order: string, amount: string) => Promise<Output.Decision>
}

/** Opens the shop of a document that stands beside `package.json`. */
export const given = async (document: string, start = "2026-03-02T12:00:00Z"): Promise<Scenario> => {
  const clock = movableClock(start)
  const program = JSON.parse(readFileSync(new URL(`../${document}.json`, import.meta.url), "utf8"))
  const goodword = await Goodword.open({ store: memoryStore(), programs: [program], clock, pollMs: 0 })
  let refunds = 0
  return {
    goodword,
    clock,
    refer: async (advocate, friend) => {
      const { code } = await goodword.enroll({ customer: advocate })
      await goodword.touch({ code, customer: friend })
    },
    buy: async (friend, order, total, more = {}) => {
      const quote = await goodword.quote({ customer: friend, cart: { total }, ...more })
      return goodword.orderPaid({ order, customer: friend, quote: quote.id, total: quote.total, ...more })
    },
    refund: (order, amount) => goodword.orderRefunded({ order, refund: `re_${++refunds}`, amount })
  }
}

/** What was granted, in words such as `"20.00 USD store-credit pending"`. */
export const granted = ({ rewards }: Output.Decision): readonly string[] =>
  rewards.map(({ amount, kind, state }) => `${amount} ${kind} ${state}`)

/** What was taken back, in words such as `"5.00 USD reversed"`. */
export const takenBack = (decision: Output.Decision): readonly string[] =>
  decision.takenBack.map(({ amount, state }) => `${amount} ${state}`)

/** The books of a scenario: nothing where they balance. */
export const faults = async ({ goodword }: Scenario): Promise<readonly unknown[]> => [
  ...(await goodword.replay()).differences,
  ...(await goodword.audit()).findings
]
