/**
 * Writes a file of made-up orders in no order of time, to see what a large store costs:
 *
 *   node --conditions=goodword-source scripts/make-orders.ts 1000000 > /tmp/orders.csv
 */
import { once } from "node:events"
import * as Random from "../src/Random.ts"

const orders = Number.parseInt(process.argv[2] ?? "1000000", 10)
/** A customer orders eight times in four years, as a good one does. */
const ordersPerCustomer = 8
const dayMs = 86_400_000
const startMs = Date.parse("2014-01-01T00:00:00Z")

const chance = Random.about(1, "orders")
let text = "id,customer,date,total\n"
for (let i = 0; i < orders; i++) {
  const customer = chance.between(1, Math.ceil(orders / ordersPerCustomer))
  const at = new Date(startMs + chance.between(0, 4 * 365 * dayMs)).toISOString()
  // Many small orders and few large ones.
  const cents = Math.floor(500 + 1_000 / (chance.next() + 0.002))
  text += `o${i},c${customer},${at},${Math.floor(cents / 100)}.${`${cents % 100}`.padStart(2, "0")}\n`
  if (text.length < 1_000_000) continue
  if (!process.stdout.write(text)) await once(process.stdout, "drain")
  text = ""
}
process.stdout.write(text)
