/** A program that draws by lot, its draws under two seeds, and what can be wrong with them. */
import { createHash } from "node:crypto"
import { capped, giftCard, Lottery, lottery, type Program, storeCredit } from "@goodword/core"
import type { Goodword } from "@goodword/core/promise"
import * as shop from "../shop.ts"
import { type Rows, rowsOf } from "./books.ts"
import { body, finding, type Tamper } from "./tampering.ts"

const odds = [1, 1]

const drawing: Program.Input = {
  id: "drawing",
  timeZone: "UTC",
  newCustomersOnly: false,
  advocate: {
    give: lottery({ odds }, [
      capped({ count: 1, per: "ever", of: "program" }, giftCard({ amount: "5.00 USD" })),
      storeCredit({ amount: "1.00 USD" })
    ])
  },
  onSilence: "hold"
}

/** Three draws, and a seed that is revealed before the third. */
export const drawnOn = async (goodword: Goodword): Promise<void> => {
  await goodword.publish(drawing)
  await goodword.enroll({ program: "drawing", customer: "zoe", code: "ZOE", key: "e-zoe" })
  for (const n of [1, 2, 3]) {
    if (n === 3) await goodword.reveal({ program: "drawing", key: "r-1" })
    await goodword.touch({ customer: `zoe-${n}`, code: "ZOE", key: `t-zoe-${n}` })
    await goodword.orderPaid({ order: `zoe-o${n}`, customer: `zoe-${n}`, total: "30.00 USD" })
  }
}

/** The rows of a shop where nothing else happened. */
export const drawn = async (): Promise<Rows> => {
  const store = shop.storeOf()
  const { goodword } = await shop.openOn(store, { programs: [] })
  await drawnOn(goodword)
  await goodword.close()
  return rowsOf(store.snapshot())
}

const draw = "draw/drawing/advocate/advocate/psn_1/o:zoe-o1"
const [place = 0] = Lottery.placesOf(shop.seed, draw, odds)
const other = 1 - place
const rule = place === 0 ? "advocate" : "advocate.2"
const changed = `ff${shop.seed.slice(2)}`

export const ofLotteries: readonly Tamper[] = [
  {
    what: "another place is told than was drawn",
    change: (rows) => Object.assign(body(rows, `${draw}/drawn`), { asked: [other], given: other }),
    finds: finding("lottery", `${draw}/drawn`, `${place}`, `${other}`)
  },
  {
    what: "what was drawn is not what is granted",
    change: (rows) => Object.assign(body(rows, `${draw}/drawn`), { asked: [other], given: other }),
    finds: finding("lottery", `reward/drawing/${rule}/advocate/psn_1/o:zoe-o1/g1/granted`, place, other)
  },
  {
    what: "another seed is revealed than was committed",
    change: (rows) => Object.assign(body(rows, "program/drawing/lottery/1/revealed"), { seed: changed }),
    finds: finding(
      "lottery",
      "program/drawing/lottery/1",
      Lottery.commitmentOf(shop.seed),
      createHash("sha256").update(Buffer.from(changed, "hex")).digest("hex")
    )
  },
  {
    what: "a seed is replaced without being revealed",
    change: (rows) => {
      rows.events = rows.events.filter(({ id }) => id !== "program/drawing/lottery/1/revealed")
    },
    finds: finding("lottery", "program/drawing/lottery/2/committed", "revealed", "kept")
  },
  {
    what: "the odds are not those that were published",
    change: (rows) => Object.assign(body(rows, `${draw}/drawn`), { odds: [1, 2] }),
    finds: finding("lottery", `${draw}/drawn`, "1,1", "1,2")
  }
]
