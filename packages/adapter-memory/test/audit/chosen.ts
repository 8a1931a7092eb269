/** A program that leaves its advocate a choice, a wish, a reward that is given up for another, and what can be wrong with them. */
import { cash, choice, type Program, percentOff } from "@goodword/core"
import type { Goodword } from "@goodword/core/promise"
import * as shop from "../shop.ts"
import { type Rows, rowsOf } from "./books.ts"
import { finding, rename, type Tamper } from "./tampering.ts"

const choosing: Program.Input = {
  id: "choosing",
  timeZone: "UTC",
  newCustomersOnly: false,
  advocate: { give: choice({ cash: cash({ amount: "10.00 USD" }), off: percentOff({ percent: 15 }) }) },
  onSilence: "hold"
}

/** Somebody chooses anew what was earned, and wishes for what is to come. */
export const chosenOn = async (goodword: Goodword): Promise<void> => {
  await goodword.publish(choosing)
  await goodword.enroll({ program: "choosing", customer: "una", code: "UNA", key: "e-una" })
  const buy = async (customer: string, order: string): Promise<string | undefined> => {
    await goodword.touch({ customer, code: "UNA", key: `t-${customer}` })
    return (await goodword.orderPaid({ order, customer, total: "30.00 USD" })).rewards[0]?.id
  }
  await goodword.choose({ reward: await buy("vic", "vic-o"), option: "off", key: "c-una" })
  await goodword.choose({ program: "choosing", customer: "una", offer: "advocate", option: "off", key: "w-una" })
  await buy("wes", "wes-o")
}

/** The rows of a shop where nothing else happened. */
export const chosen = async (): Promise<Rows> => {
  const store = shop.storeOf()
  const { goodword } = await shop.openOn(store, { programs: [] })
  await chosenOn(goodword)
  await goodword.close()
  return rowsOf(store.snapshot())
}

const first = `reward/choosing/advocate/advocate/psn_1/o:vic-o/g1`
const other = `reward/choosing/advocate.2/advocate/psn_1/o:vic-o/g1`
const second = `reward/choosing/advocate.2/advocate/psn_1/o:wes-o/g1`

export const ofChoices: readonly Tamper[] = [
  {
    what: "a reward is given in place of one that was never given up",
    change: (rows) => rename(rows, `${other}/granted`, first, first.replace("vic-o", "wes-o")),
    finds: finding("choice", `${other}/granted`, "given up for it", first.replace("vic-o", "wes-o"))
  },
  {
    what: "a reward is given up for another option than is granted",
    change: (rows) => rename(rows, `${first}/taken/choice/off`, '"choice/off"', '"choice/cash"'),
    finds: finding("choice", `${other}/granted`, "cash", "off")
  },
  {
    what: "what was earned does not go by the wish",
    change: (rows) => rename(rows, `wish/choosing/advocate/psn_1/1`, '"off"', '"cash"'),
    finds: finding("choice", `${second}/granted`, "refused", "not asked")
  },
  {
    what: "cash waits where it could be spent",
    change: (rows) => rename(rows, `${first}/granted`, '"purse":"payout"', '"purse":"wallet"'),
    finds: finding("reward-terms", `${first}/granted`, "payout", "wallet")
  },
  {
    what: "an option is worth a cent more than its terms",
    change: (rows) => rename(rows, `${second}/granted`, '"1000"', '"1001"'),
    finds: finding("choice", `${second}/granted`, "1000", "1001")
  }
]
