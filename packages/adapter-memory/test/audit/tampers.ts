/** What can be wrong in the books of the story, each with the check that finds it, where, and by how much. */
import * as Effect from "effect/Effect"
import type { Tree } from "./books.ts"
import {
  adds,
  again,
  attribute,
  attributed,
  body,
  credit,
  discount,
  drop,
  eve,
  event,
  fact,
  finding,
  gil,
  joe,
  kim,
  lapsed,
  lee,
  patient,
  pointsOf,
  qualified,
  rename,
  second,
  type Tamper,
  transfer,
  zed
} from "./tampering.ts"

const off = "reward/spring/off/advocate/psn_1/o:o1/g1"
const refused = `reward/spring/friend/friend/${kim}/o:o2/refused/order/o2`

/** What a store may do to rows behind everybody's back; `replay` sees most of it, too. */
export const ofRows: readonly Tamper[] = [
  {
    what: "a balance is one cent off",
    change: (rows) => adds(rows, "balance/owed/psn_1/USD/posted", 1n),
    finds: finding("balance", "balance/owed/psn_1/USD/posted", "900", "901")
  },
  {
    what: "a balance is one cent off, so the ledger does not sum to zero",
    change: (rows) => adds(rows, "balance/expense/spring/USD/posted", -1n),
    finds: finding("double-entry", "balance/*/USD/posted", "0", "-1")
  },
  {
    what: "a balance is gone",
    change: (rows) => rows.counters.delete("balance/debt/psn_1/USD/posted"),
    finds: finding("balance", "balance/debt/psn_1/USD/posted", "-1000", "0")
  },
  {
    what: "a budget is one cent off",
    change: (rows) => adds(rows, "budget/spring/2026-Q1/USD", -1n),
    finds: finding("counter", "budget/spring/2026-Q1/USD", "4950", "4949")
  },
  {
    what: "a counter is there that nothing explains",
    change: (rows) => adds(rows, "cap/spring/credit/psn_1/2027", 1n),
    finds: finding("extra-row", "cap/spring/credit/psn_1/2027", "explained by an event", "unexplained, 1")
  },
  {
    what: "a reward is there that nothing explains",
    change: (rows) => rows.facts.set("reward/spring/credit/advocate/psn_1/o:o9", fact(rows, credit("o1").slice(0, -3))),
    finds: finding("extra-row", "reward/spring/credit/advocate/psn_1/o:o9", "explained by an event", "unexplained")
  },
  {
    what: "a reward is gone",
    change: (rows) => rows.facts.delete(credit("o1").slice(0, -3)),
    finds: finding("missing-row", credit("o1").slice(0, -3), "stored", "missing")
  },
  {
    what: "a reward that was granted stands as a tombstone",
    change: (rows) => rows.facts.set(credit("o1").slice(0, -3), null),
    finds: finding("reward-fact", credit("o1").slice(0, -3), "there", "null")
  },
  {
    what: "the stored reward is in another state",
    change: (rows) => Object.assign(fact(rows, credit("o4").slice(0, -3)), { state: "available" }),
    finds: finding("reward-fact", credit("o4").slice(0, -3), "pending", "available")
  },
  {
    what: "the stored draft is open still",
    change: (rows) => Object.assign(fact(rows, "draft/holding"), { state: "open" }),
    finds: finding("draft", "draft/holding", "published", "open")
  },
  {
    what: "the stored spend says that nothing came back",
    change: (rows) => Object.assign(fact(rows, "spend/s1"), { returns: 0 }),
    finds: finding("purse-fact", "spend/s1", "1", "0")
  },
  {
    what: "the stored run has handed on one item less",
    change: (rows) => Object.assign(fact(rows, "run/june"), { sent: 1 }),
    finds: finding("payout-fact", "run/june", "2", "1")
  },
  {
    what: "what is owed is not what is left of the stored rewards",
    change: (rows) => Object.assign(fact(rows, credit("o1").slice(0, -3)), { state: "reversed" }),
    finds: finding("owed", "balance/owed/psn_1/USD/posted", "0", "900")
  },
  {
    what: "the stored order has one cent more refunded",
    change: (rows) => Object.assign(fact(rows, "order/o1"), { refunded: { minor: "1001", unit: "USD" } }),
    finds: finding("order-fact", "order/o1", '{"minor":"1000","unit":"USD"}', '{"minor":"1001","unit":"USD"}')
  },
  {
    what: "the stored referral has another advocate",
    change: (rows) => Object.assign(fact(rows, `referral/spring/${joe}`), { advocate: "psn_2" }),
    finds: finding("referral-fact", `referral/spring/${joe}`, "psn_1", "psn_2")
  },
  {
    what: "an advocate has one friend too many",
    change: (rows) => Object.assign(fact(rows, "advocate/spring/psn_1"), { qualified: 2 }),
    finds: finding("referral-fact", "advocate/spring/psn_1", "1", "2")
  },
  {
    what: "an event is lost",
    change: (rows) => drop(rows, `${credit("o4")}/granted`),
    finds: finding("extra-row", credit("o4").slice(0, -3), "explained by an event", "unexplained")
  }
]

/** Wrong and consistent: what a faulty kernel would decide and fold; `replay` says that the books balance. */
export const ofTheKernel: readonly Tamper[] = [
  {
    what: "a bank takes back one cent more than was disputed",
    change: (rows) => {
      body(rows, "order/o5/dispute/dp1/refunded").amount = { minor: "501", unit: "USD" }
    },
    finds: finding("order", "order/o5/dispute/dp1/refunded", "500", "501")
  },
  {
    what: "a bank takes back one cent less than was kept",
    change: (rows) => {
      body(rows, "order/o5/dispute/dp3/refunded").amount = { minor: "1499", unit: "USD" }
    },
    finds: finding("order", "order/o5/dispute/dp3/refunded", "1500", "1499")
  },
  {
    what: "what was lost before the order came is never refunded",
    change: (rows) => drop(rows, "order/o5/dispute/dp1/refunded"),
    finds: finding("order", "order/o5", 0, 1)
  },
  {
    what: "a dispute waits for an order that is there",
    change: (rows) => {
      body(rows, "order/o5/dispute/dp2/closed").waiting = true
    },
    finds: finding("order", "order/o5/dispute/dp2/closed", false, true)
  },
  {
    what: "what an order earns is available though the order was disputed before",
    change: (rows) => {
      const id = "order/o3/dispute/dp1/opened"
      const opened = structuredClone(event(rows, "order/o5/dispute/dp1/opened"))
      rows.events.unshift({ ...opened, id, body: { ...opened.body, order: "o3" } })
    },
    finds: finding("reward-walk", `${lapsed}/granted`, "pending", "available")
  },
  {
    what: "a field is missing that nothing folds",
    change: (rows) => delete body(rows, refused).reason,
    finds: finding("event-shape", refused, "what a RewardRefused has there", "nothing")
  },
  {
    what: "credit is given away",
    change: (rows) => {
      body(rows, `${credit("o1")}/granted`).isGivenAway = true
    },
    finds: finding("given-away", `${credit("o1")}/granted`, "kept", "given away")
  },
  {
    what: "what is held is valued anew with one cent too much",
    change: (rows) => {
      const id = `${patient("pat-o1")}/repriced/2`
      for (const field of ["to", "amount"]) Object.assign(body(rows, id)[field] as Tree, { minor: "601" })
      Object.assign(transfer(rows, `${id}/grant`).amount, { minor: "601" })
    },
    finds: finding("reprice", `${patient("pat-o1")}/repriced/2`, "600", "601")
  },
  {
    what: "what refunds have taken is forgotten when it is valued anew",
    change: (rows) => {
      const id = `${patient("pat-o2")}/repriced/2`
      Object.assign(body(rows, id).to as Tree, { minor: "600" })
      Object.assign(transfer(rows, `${id}/grant`).amount, { minor: "600" })
    },
    finds: finding("reprice", `${patient("pat-o2")}/repriced/2`, "150", "0")
  },
  {
    what: "what is valued anew keeps its budget",
    change: (rows) => {
      body(rows, `${patient("pat-o1")}/repriced/2`).charges = []
    },
    finds: finding("charge", `${patient("pat-o1")}/repriced/2`, "600", "800")
  },
  {
    what: "what is held is valued anew by a version that nobody asked of",
    change: (rows) => {
      body(rows, "program/holding/v/2/published").openReferrals = "move"
    },
    finds: finding("reprice", `${patient("pat-o1")}/repriced/2`, 0, 2)
  },
  {
    what: "a draft is published that another had saved since",
    change: (rows) => {
      body(rows, "program/holding/v/2/published").draft = 1
    },
    finds: finding("draft", "program/holding/v/2/published", 2, 1)
  },
  {
    what: "a draft forgets the version before it",
    change: (rows) => {
      body(rows, "draft/holding/2/saved").base = 0
    },
    finds: finding("draft", "draft/holding/2/saved", 1, 0)
  },
  {
    what: "somebody is paid of whom nothing is on file",
    change: (rows) => drop(rows, `tax/of/${gil}/1`),
    finds: finding("tax", `run/june/item/${gil}/selected`, "", "yearly: form")
  },
  {
    what: "somebody is held of whom nothing is missing",
    change: (rows) => {
      const [threshold] = body(rows, "tax/thresholds/1").thresholds as Tree[]
      Object.assign(threshold?.amount as Tree, { minor: "701" })
    },
    finds: finding("tax", "run/june/held/psn_16/held", "nothing", "yearly: form")
  },
  {
    what: "an event comes twice",
    change: (rows) => rows.events.push(event(rows, `signup/${zed}`)),
    finds: finding("event-id", `signup/${zed}`, "new", "there before")
  },
  {
    what: "an order is recorded before it was placed",
    change: (rows) => {
      event(rows, "order/o3/recorded").at += 1
    },
    finds: finding("event-time", "order/o3/recorded", "1773662400001 or later", 1_773_662_400_000)
  },
  {
    what: "a transfer has the id of another",
    change: (rows) => Object.assign(transfer(rows, `${credit("o2")}/post`), { id: `${credit("o1")}/post` }),
    finds: finding("transfer-id", `${credit("o1")}/post`, "new", "there before")
  },
  {
    what: "a transfer goes from an account to itself",
    change: (rows) => Object.assign(transfer(rows, `${lapsed}/expire`), { credit: "owed/psn_2" }),
    finds: finding("transfer-shape", `${lapsed}/expire`, "two", "owed/psn_2 twice")
  },
  {
    what: "a transfer moves nothing",
    change: (rows) => Object.assign(transfer(rows, `${lapsed}/expire`).amount, { minor: "0" }),
    finds: finding("transfer-shape", `${lapsed}/expire`, "above 0", "0")
  },
  {
    what: "a hold is posted twice",
    change: (rows) => again(rows, `${credit("o1")}/released`),
    finds: finding("hold", `${credit("o1")}/post-again`, "open", "not there, or resolved")
  },
  {
    what: "a hold is posted with one cent more than is left of it",
    change: (rows) => Object.assign(transfer(rows, `${credit("o1")}/post`).amount, { minor: "901" }),
    finds: finding("hold", `${credit("o1")}/post`, "900", "901")
  },
  {
    what: "a grant's transfer is one cent off, which no fold reads",
    change: (rows) => Object.assign(transfer(rows, `${second}/grant`).amount, { minor: "1001" }),
    finds: finding("postings", `${second}/granted`, "1000", "1001")
  },
  {
    what: "a release is credited to somebody else",
    change: (rows) => Object.assign(transfer(rows, `${credit("o1")}/post`), { credit: "owed/psn_2" }),
    finds: finding("postings", `${credit("o1")}/released`, "900", "0")
  },
  {
    what: "a use is taken from the account in another unit",
    change: (rows) => Object.assign(transfer(rows, `${credit("o2")}/redeem`).amount, { unit: "EUR" }),
    finds: finding("postings", `${credit("o2")}/redeemed`, "0", "-1000")
  },
  {
    what: "points are taken back without a transfer",
    change: (rows) => {
      event(rows, `${pointsOf(`${joe}`, "o1")}/taken/order/o1/refund/r1`).transfers = []
    },
    finds: finding("reward-balance", pointsOf(`${joe}`, "o1"), "45", "50")
  },
  {
    what: "somebody is owed less than nothing",
    change: (rows) =>
      Object.assign(transfer(rows, `${pointsOf(`${kim}`, "o2")}/reverse/order/o2/refund/r2`).amount, { minor: "51" }),
    finds: finding("liability", `balance/owed/${kim}/points/posted`, "0 or above", "-1")
  },
  {
    what: "an order earns twice, under another occurrence",
    change: (rows) => {
      again(rows, `${credit("o4")}/granted`)
      rename(rows, `${credit("o4")}/granted-again`, "/o:o4/", "/o:o4x/")
      Object.assign(body(rows, `${credit("o4x")}/granted-again`), { key: credit("o4x").slice(0, -3) })
    },
    finds: finding(
      "reward-key",
      `${credit("o4x")}/granted-again`,
      credit("o4").slice(0, -3),
      credit("o4x").slice(0, -3)
    )
  },
  {
    what: "an order earns twice, in a second generation beside the first",
    change: (rows) => {
      again(rows, `${pointsOf(`${lee}`, "o3")}/granted`, { generation: 2 })
      rename(rows, `${pointsOf(`${lee}`, "o3")}/granted-again`, "/g1", "/g2")
    },
    finds: finding(
      "reward-once",
      `${pointsOf(`${lee}`, "o3").slice(0, -1)}2/granted-again`,
      "none, or wholly taken back",
      "available"
    )
  },
  {
    what: "what was used is taken back as if it had not been",
    change: (rows) => Object.assign(body(rows, `${credit("o2")}/taken/order/o2/refund/r2`), { from: "available" }),
    finds: finding("reward-walk", `${credit("o2")}/taken/order/o2/refund/r2`, "redeemed", "available")
  },
  {
    what: "a hold is released a millisecond early",
    change: (rows) => {
      const released = event(rows, `${credit("o1")}/released`)
      const { availableAt } = body(rows, `${credit("o1")}/granted`)
      released.recorded = Number(availableAt) - 1
      released.at = released.recorded
    },
    finds: finding("reward-time", `${credit("o1")}/released`, "1773576000000 or later", 1_773_575_999_999)
  },
  {
    what: "a discount comes back of an order that did not have it",
    change: (rows) => Object.assign(body(rows, `${off}/returned/1`), { order: "a2" }),
    finds: finding("roll-back", `${off}/returned/1`, "a4", "a2")
  },
  {
    what: "a discount comes back twice",
    change: (rows) => again(rows, `${off}/returned/1`),
    finds: finding("roll-back", `${off}/returned/1-again`, "500 USD", "300 USD")
  },
  {
    what: "a discount that came back passes the budget",
    change: (rows) => rename(rows, `${off}/returned/1`, '"add":"200"', '"add":"10000"'),
    finds: {
      ...finding("bound", "budget/spring/2026-Q1/USD", "10000 at most", "15500"),
      what: `after ${off}/returned/1, it`
    }
  },
  {
    what: "a discount that came back holds less than it may cost",
    change: (rows) => Object.assign(body(rows, `${off}/returned/1`), { charges: [] }),
    finds: finding("give-back", `${off}/returned/1`, "200", "0")
  },
  {
    what: "a discount takes less off the lines of an order than off the order",
    change: (rows) => Object.assign(body(rows, `${off}/redeemed/2`), { lines: [{ id: "1", minor: "1" }] }),
    finds: finding("order", `${off}/redeemed/2`, "500", "1")
  },
  {
    what: "a quote tells of a reward that it takes off more than there is",
    change: (rows) =>
      Object.assign(body(rows, "quote/q-ann"), { asked: { reward: off, value: { minor: "5001", unit: "USD" } } }),
    finds: finding("checkout", "quote/q-ann", "above 0, up to 5000", "5001")
  },
  {
    what: "a reward is used after its life",
    change: (rows) => {
      const used = event(rows, `${off}/redeemed`)
      used.recorded = Number(body(rows, "reward/spring/off/advocate/psn_1/o:o1/g1/granted").expiresAt)
    },
    finds: finding("reward-time", `${off}/redeemed`, "before 1774958400000", 1_774_958_400_000)
  },
  {
    what: "an order counts for a tier, and the program has none",
    change: (rows) => Object.assign(body(rows, qualified), { summedIn: [] }),
    finds: finding("tier", qualified, "null", "")
  },
  {
    what: "the leaders of a month were counted from more of the log than there was",
    change: (rows) => Object.assign(body(rows, "prize/spring/top/2026-02/awarded"), { asOf: 1_000_000 }),
    finds: finding("prize", "prize/spring/top/2026-02/awarded", true, false)
  },
  {
    what: "a tier is told as kept for good, and its month ends",
    change: (rows) => Object.assign(body(rows, "advocate/spring/psn_1/tier/1/reached"), { until: null }),
    finds: finding("ladder", "advocate/spring/psn_1/tier/1/reached", true, false)
  },
  {
    what: "a tier is lost while it stands",
    change: (rows) => {
      const lost = event(rows, "advocate/spring/psn_1/tier/1/reached")
      const { n: _, perks: __, until: ___, version: ____, ...rest } = lost.body as Record<string, unknown>
      const id = "advocate/spring/psn_1/tier/2/lost"
      rows.events.splice(rows.events.indexOf(lost) + 1, 0, { ...lost, id, type: "TierLost", body: { ...rest, n: 2 } })
    },
    finds: finding("ladder", "advocate/spring/psn_1/tier/2/lost", true, false)
  },
  {
    what: "a reward is granted for a friend who never qualified",
    change: (rows) => drop(rows, qualified),
    finds: finding("reward-cause", `${credit("o4")}/granted`, "qualified", "open")
  },
  {
    what: "an order counts that was placed at the end of the time to qualify",
    change: (rows) => {
      body(rows, attributed(`${lee}`)).qualifyBy = event(rows, "order/o3/recorded").at
    },
    finds: finding(
      "reward-cause",
      `${credit("o3")}/granted`,
      "from 1773662400000, before 1773662400000",
      1_773_662_400_000
    )
  },
  {
    what: "the advocate's reward goes to the friend",
    change: (rows) => {
      rename(rows, `${credit("o4")}/granted`, "psn_2", `${eve}`)
    },
    finds: finding("reward-cause", `${credit("o4").replace("psn_2", `${eve}`)}/granted`, "psn_2", `${eve}`)
  },
  {
    what: "a grant is one cent more than its terms",
    change: (rows) => rename(rows, `${credit("o4")}/granted`, '"1000"', '"1001"'),
    finds: finding("reward-terms", `${credit("o4")}/granted`, "1000", "1001")
  },
  {
    what: "a hold is a day short",
    change: (rows) => {
      const grant = body(rows, `${credit("o4")}/granted`)
      grant.availableAt = Number(grant.availableAt) - 86_400_000
    },
    finds: finding("reward-terms", `${credit("o4")}/granted`, 1_778_241_600_000, 1_778_155_200_000)
  },
  {
    what: "a discount is granted that was not promised",
    change: (rows) => {
      body(rows, "order/o1/recorded").discounts = []
    },
    finds: finding("checkout", `${discount}/granted`, "0", "2000")
  },
  {
    what: "a milestone is granted for the wrong number of friends",
    change: (rows) => rename(rows, `${second}/granted`, "/n:1", "/n:2"),
    finds: finding("milestone", `${second.replace("n:1", "n:2")}/granted`, 1, 2)
  },
  {
    what: "a refund takes one cent too much",
    change: (rows) => {
      const id = `${credit("o1")}/taken/order/o1/refund/r1`
      rename(rows, id, '"100"', '"101"')
      rename(rows, id, '"-100"', '"-101"')
      Object.assign(transfer(rows, `${credit("o1")}/post`).amount, { minor: "899" })
    },
    finds: finding("claw-back", `${credit("o1")}/taken/order/o1/refund/r1`, "100", "101")
  },
  {
    what: "a refund forgets a reward",
    change: (rows) => drop(rows, `${pointsOf(`${joe}`, "o1")}/taken/order/o1/refund/r1`),
    finds: finding("claw-back", pointsOf(`${joe}`, "o1"), "5", "0")
  },
  {
    what: "a spend uses a cent more of a lot than it says",
    change: (rows) => {
      const [part] = body(rows, "spend/s1/spent").parts as Tree[]
      Object.assign(part?.amount as Tree, { minor: "399" })
    },
    finds: finding("lots", "spend/s1/spent", "400", "399")
  },
  {
    what: "a run is approved for a cent more than its items",
    change: (rows) => Object.assign(body(rows, "run/june/approved").amount as Tree, { minor: "1401" }),
    finds: finding("payout", "run/june/approved", "1400", "1401")
  },
  {
    what: "a run is approved by who opened it",
    change: (rows) => Object.assign(body(rows, "run/june/approved"), { by: "kim" }),
    finds: finding("payout", "run/june/approved", "somebody else", "who opened it")
  },
  {
    what: "a run pays from a higher minimum on than people have",
    change: (rows) => Object.assign(body(rows, "run/june/opened").minimum as Tree, { minor: "701" }),
    finds: finding("payout", `spend/run/june/${gil}/spent`, "701 or above", "700")
  },
  {
    what: "a run takes lots that came after its cut-off",
    change: (rows) => Object.assign(body(rows, "run/june/opened"), { cutoff: 1 }),
    finds: finding("lots", `spend/run/june/${gil}/spent`, "none", `reward/paying/advocate/advocate/${gil}/o:gil-o`)
  },
  {
    what: "what was used is taken back and owed by nobody",
    change: (rows) => {
      const of = body(rows, `${credit("o2")}/taken/order/o2/refund/r2`)
      Object.assign(of.debt as Tree, { minor: "999" })
    },
    finds: finding("debt", `${credit("o2")}/taken/order/o2/refund/r2`, "1000", "999")
  },
  {
    what: "a reward outlives its order",
    change: (rows) => drop(rows, `${pointsOf(`${kim}`, "o2")}/taken/order/o2/refund/r2`),
    finds: finding("reward-stands", pointsOf(`${kim}`, "o2"), "above 0", "0")
  },
  {
    what: "a grant takes no slot of its cap",
    change: (rows) => {
      const grant = body(rows, `${credit("o4")}/granted`)
      grant.charges = (grant.charges as readonly unknown[]).slice(1)
    },
    finds: finding(
      "charge",
      `${credit("o4")}/granted`,
      "budget/spring/2026-Q2/USD, cap/spring/credit/psn_2/2026",
      "budget/spring/2026-Q2/USD"
    )
  },
  {
    what: "a grant takes one cent less of the budget",
    change: (rows) => {
      const [, budget] = body(rows, `${credit("o4")}/granted`).charges as readonly Tree[]
      Object.assign(budget ?? {}, { add: "999" })
    },
    finds: finding("charge", `${credit("o4")}/granted`, "1000", "999")
  },
  {
    what: "grants pass the budget",
    change: (rows) => rename(rows, "program/spring/v/1/published", "100.00 USD", "40.00 USD"),
    finds: finding("bound", "budget/spring/2026-Q1/USD", "4000 at most", "4700")
  },
  {
    what: "a grant passes its cap",
    change: (rows) => rename(rows, "program/spring/v/1/published", '"count":2', '"count":1'),
    finds: finding("bound", "cap/spring/credit/psn_1/2026", "1 at most", "2")
  },
  {
    what: "what a refund takes is not given back to the budget",
    change: (rows) => {
      body(rows, `${credit("o1")}/taken/order/o1/refund/r1`).charges = []
    },
    finds: finding("give-back", `${credit("o1")}/taken/order/o1/refund/r1`, "-100", "0")
  },
  {
    what: "a refund counts twice",
    change: (rows) => again(rows, "order/o1/refund/r1"),
    finds: finding("order", "order/o1/refund/r1-again", "counted once", "counted before")
  },
  {
    what: "a refund that waited is forgotten",
    change: (rows) => drop(rows, "order/o4/refund/r3/applied"),
    finds: finding("order", "order/o4", 0, 1)
  },
  {
    what: "a reward is refused for an order that never came",
    change: (rows) => rename(rows, refused, '"order":"o2"', '"order":"o9"'),
    finds: finding("order", refused, "recorded before", "unknown")
  },
  {
    what: "somebody else's order counts for a friend",
    change: (rows) => Object.assign(body(rows, `referral/spring/${kim}/g1/qualified/order/o2`), { order: "o1" }),
    finds: finding("order-count", `referral/spring/${kim}/g1/qualified/order/o2`, `${kim}`, `${joe}`)
  },
  {
    what: "somebody is their own advocate",
    change: (rows) => attribute(rows, "psn_2", "psn_2"),
    finds: finding("self-referral", "referral/spring/psn_2/g1/attributed", "another than psn_2", "psn_2")
  },
  {
    what: "two advocates refer each other",
    change: (rows) => {
      attribute(rows, "psn_1", "psn_2")
      attribute(rows, "psn_2", "psn_1")
    },
    finds: finding("cycle", "referral/spring/psn_2/g1/attributed", "not psn_2", "psn_2 <- psn_1")
  },
  {
    what: "a friend who qualified is referred again",
    change: (rows) => attribute(rows, `${joe}`, "psn_2", 2),
    finds: finding("one-referral", `referral/spring/${joe}/g2/attributed`, "none, expired or rejected", "qualified")
  },
  {
    what: "a friend whom a review rejected is referred again",
    change: (rows) => attribute(rows, `${zed}`, "psn_2", 2),
    finds: finding(
      "one-referral",
      `referral/spring/${zed}/g2/attributed`,
      "none, expired or rejected",
      "rejected by a review"
    )
  },
  {
    what: "a referral qualifies twice",
    change: (rows) => again(rows, qualified),
    finds: finding("referral-walk", `${qualified}-again`, "open or expired", "qualified")
  },
  {
    what: "silence answers too early",
    change: (rows) => {
      body(rows, `referral/spring/${eve}/review/1/opened`).silentAt = 1_780_000_000_000
    },
    finds: finding(
      "referral-walk",
      `referral/spring/${eve}/review/1/closed`,
      "1780000000000 or later",
      1_777_032_000_000
    )
  },
  {
    what: "a version of the program is left out",
    change: (rows) => Object.assign(body(rows, "program/spring/v/1/published"), { version: 2 }),
    finds: finding("program", "program/spring/v/1/published", 1, 2)
  }
]

/** What `replay` does not read: messages, the order of cursors, and how rows are loaded. */
export const besides: readonly Tamper[] = [
  {
    what: "a message was set aside for a reward that was never granted",
    change: (rows) => {
      const dead = rows.messages.find((one) => one.dead !== null)
      Object.assign(dead ?? {}, { text: `${dead?.text}`.replaceAll("/n:1/g1", "/n:1/g2") })
    },
    finds: finding("dead-message", "reward/spring/milestone/advocate/psn_1/n:1/g1/issue", "granted", "never granted")
  },
  {
    what: "a cursor stands still",
    change: () => {},
    through: (store) => ({
      ...store,
      events: (tenant, after, limit) =>
        Effect.map(store.events(tenant, after, limit), ({ events, next }) => ({
          events: events.map((one) => (one.cursor === 3 ? { ...one, cursor: 2 } : one)),
          next
        }))
    }),
    finds: finding("event-order", "advocate/spring/psn_1/enrolled", "above 2", 2)
  },
  {
    what: "a counter is loaded otherwise than it is listed",
    change: () => {},
    through: (store) => ({
      ...store,
      load: (tenant, keys) =>
        Effect.map(store.load(tenant, keys), (loaded) => ({
          ...loaded,
          counters: loaded.counters.map(({ key, value }) => ({
            key,
            value: key.startsWith("budget/") ? value - 1n : value
          }))
        }))
    }),
    finds: finding("load", "budget/spring/2026-Q1/USD", "4950", "4949")
  }
]
