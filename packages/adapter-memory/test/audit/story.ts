/**
 * A quarter in the life of a small shop, in which everything happens that the books know: holds, releases, uses, debts,
 * milestones, lapses, reviews, refunds in part, whole and too early, disputes, edits, and a message that nobody could deliver.
 */
import { memoryStore } from "@goodword/adapter-memory"
import { DeliveryError, type Program, vipStatus } from "@goodword/core"
import { Goodword, movableClock } from "@goodword/core/promise"
import { exchanged } from "../club.ts"
import { valuedAnew } from "../held-credit.ts"
import { owedMoney, paidOut, paying } from "../owed-money.ts"
import * as shop from "../shop.ts"
import { type Rows, rowsOf } from "./books.ts"
import { drawnOn } from "./drawn.ts"

/** The program of the shop's tests, with a budget that carries a quarter. */
const program: Program.Input = {
  ...shop.program,
  budget: { amount: "100.00 USD", per: "calendar quarter" },
  prizes: [
    {
      id: "top",
      per: "calendar month",
      minimum: { friends: 1 },
      places: [{ from: 1, give: vipStatus({ status: "leader" }) }]
    }
  ],
  tiers: [{ id: "silver", from: { friends: 1 }, within: "calendar month", perks: [vipStatus({ status: "silver" })] }]
}

const failing = {
  id: "cards",
  intents: ["IssueGiftCard"],
  deliver: (): Promise<void> => Promise.reject(new DeliveryError({ reason: "Refused", message: "no such card" }))
}

interface Shop {
  readonly goodword: Goodword
  readonly clock: ReturnType<typeof movableClock>
}

const pass = async ({ clock, goodword }: Shop, time: string): Promise<void> => {
  clock.advance(time)
  await goodword.runDue()
}

/** Ann's friends: a discount that is given back in part, credit that is used and then owed back, a milestone. */
const ofAnn = async (given: Shop): Promise<void> => {
  const { goodword } = given
  await goodword.touch({ visitor: "v1", code: "ANN", key: "t-joe" })
  await goodword.signedUp({ customer: "joe", visitor: "v1" })
  const quote = await goodword.quote({ customer: "joe", cart: { total: "100.00 USD" }, key: "q-joe" })
  await goodword.orderPaid({ order: "o1", customer: "joe", total: "100.00 USD", quote: quote.id })
  await goodword.orderRefunded({ order: "o1", refund: "r1", amount: "10.00 USD" })
  await goodword.touch({ customer: "kim", code: "ANN", key: "t-kim" })
  const kim = await goodword.orderPaid({ order: "o2", customer: "kim", total: "80.00 USD" })
  await pass(given, "15 days")
  const use = async (rewards: typeof kim.rewards, rule: string, order: string): Promise<void> => {
    const reward = rewards.find((one) => one.rule === rule)?.id ?? ""
    await goodword.redeem({ reward, order, total: "50.00 USD" })
  }
  await use(kim.rewards, "credit", "a1")
  // The payment of one order fails, so that the discount is used on the next.
  const off = "reward/spring/off/advocate/psn_1/o:o1/g1"
  await goodword.redeem({ reward: off, order: "a4", total: "3.00 USD" })
  await goodword.unspend({ reward: off, key: "a4-back" })
  const lines = [
    { id: "1", total: "20.00 USD" },
    { id: "2", total: "30.00 USD" }
  ]
  await goodword.quote({ customer: "ann", cart: { total: "50.00 USD", lines }, reward: off, key: "q-ann" })
  await goodword.redeem({ reward: off, order: "a2", total: "50.00 USD", lines })
  // An order that is paid with credit and comes to nothing.
  await goodword.spend({ customer: "ann", amount: "4.00 USD", order: "a3", total: "50.00 USD", key: "s1" })
  await goodword.unspend({ spend: "s1", key: "s1-back" })
  await goodword.orderRefunded({ order: "o2", refund: "r2", amount: "80.00 USD" })
}

/** Bob's friends: a life that ends, an edit, a refund that comes first, reviews that end by silence and by staff. */
const ofBob = async (given: Shop): Promise<void> => {
  const { goodword } = given
  await goodword.touch({ customer: "lee", code: "BOB", key: "t-lee" })
  await goodword.orderPaid({ order: "o3", customer: "lee", total: "60.00 USD" })
  await goodword.orderChanged({ order: "o3", revision: 2, total: "45.00 USD" })
  await goodword.orderChanged({ order: "o3", revision: 1, total: "50.00 USD" })
  await pass(given, "31 days")
  await goodword.touch({ customer: "eve", code: "BOB", key: "t-eve" })
  await goodword.orderRefunded({ order: "o4", refund: "r3", amount: "5.00 USD" })
  await goodword.orderPaid({ order: "o4", customer: "eve", total: "600.00 USD" })
  await goodword.touch({ visitor: "v2", code: "BOB", key: "t-zed" })
  await goodword.signedUp({ customer: "zed", visitor: "v2" })
  await goodword.openReview({ customer: "zed", key: "ro" })
  await goodword.closeReview({ customer: "zed", verdict: "rejected", key: "rc" })
  await pass(given, "8 days")
  await goodword.touch({ customer: "may", code: "BOB", key: "t-may" })
  await goodword.signedUp({ customer: "may" })
  // Nobody's friend, and an id that has to be escaped in keys.
  await goodword.orderPaid({ order: "web/5%", customer: "ned", total: "20.00 USD" })
  await disputed(given)
}

/** Banks are quicker than the shop: one has decided before the order comes, one looks still, and of one only the end is told. */
const disputed = async ({ goodword }: Shop): Promise<void> => {
  await goodword.disputeOpened({ order: "o5", dispute: "dp1", amount: "5.00 USD" })
  await goodword.disputeClosed({ order: "o5", dispute: "dp1", outcome: "lost" })
  await goodword.disputeOpened({ order: "o5", dispute: "dp2", amount: "3.00 USD" })
  await goodword.orderPaid({ order: "o5", customer: "ned", total: "20.00 USD" })
  await goodword.disputeClosed({ order: "o5", dispute: "dp2", outcome: "won" })
  await goodword.disputeClosed({ order: "o5", dispute: "dp3", outcome: "lost" })
}

/** The rows of the shop when the quarter is over. */
export const lived = async (): Promise<Rows> => {
  const store = memoryStore({ newId: shop.counted("psn_"), printKey: "test" })
  const { clock, goodword } = await shop.openOn(store, {
    programs: [program, paying],
    plugins: [failing],
    extensions: { rewards: [owedMoney] }
  })
  await goodword.enroll({ customer: "ann", code: "ANN", email: "ann@example.com", key: "e-ann" })
  await goodword.enroll({ customer: "bob", code: "BOB", key: "e-bob" })
  await ofAnn({ clock, goodword })
  await goodword.awardPrizes({ prize: "top" })
  await ofBob({ clock, goodword })
  await paidOut(goodword)
  await valuedAnew(goodword)
  await exchanged(goodword)
  await drawnOn(goodword)
  await goodword.close()
  const rows = rowsOf(store.snapshot())
  // Read models are made anew whenever somebody asks.
  for (const key of rows.facts.keys()) if (key.startsWith("reading/")) rows.facts.delete(key)
  return rows
}

/** Opens the engine on rows, to let it judge them itself. */
export const openOn = (store: ReturnType<typeof memoryStore>): Promise<Goodword> =>
  Goodword.open({ store, clock: movableClock("2027-01-01T00:00:00Z"), pollMs: 0 })
