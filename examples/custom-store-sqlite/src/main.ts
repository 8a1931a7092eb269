/** A shop on one file: `npm start`, or `npm start -- shop.db`. Started again, it gives the same answers. */
import { mkdirSync } from "node:fs"
import { dirname, join } from "node:path"
import { percentOff, storeCredit } from "@goodword/core"
import { Goodword } from "@goodword/core/promise"
import { sqliteDirectory, sqliteStore } from "./SqliteStore.ts"

const file = process.argv[2] ?? join(import.meta.dirname, "../out/shop.db")
mkdirSync(dirname(file), { recursive: true })

const store = sqliteStore({ file })
// A shop takes the key from where it keeps its secrets.
const directory = sqliteDirectory({ file: `${file}.people`, key: process.env.PRINT_KEY ?? "for this example only" })
const goodword = await Goodword.open({
  store,
  directory,
  programs: [
    {
      id: "spring",
      timeZone: "UTC",
      friend: { give: percentOff({ percent: 20, maximum: "50.00 USD" }) },
      advocate: { give: storeCredit({ amount: "10.00 USD" }), hold: "14 days" },
      onSilence: "hold"
    }
  ],
  pollMs: 0
})

const { code } = await goodword.enroll({ customer: "cus_1", email: "cus_1@example.com" })
await goodword.touch({ code, customer: "cus_2", key: "click-1" })
const quote = await goodword.quote({ customer: "cus_2", cart: { total: "100.00 USD" }, key: "cart-1" })
const paid = await goodword.orderPaid({ order: "ord_1", customer: "cus_2", quote: quote.id, total: quote.total })
console.log(`ord_1 of ${quote.total}${paid.isReplayed ? ", asked again" : ""}`)
for (const { amount, kind, side, state } of paid.rewards) console.log(`  ${side}: ${amount} ${kind} ${state}`)
console.log((await goodword.replay()).line)

await goodword.close()
directory.close()
store.close()
