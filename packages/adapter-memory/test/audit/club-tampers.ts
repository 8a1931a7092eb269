/** What can be wrong in the books of the club: rates, exchanges, and what comes back of them. */
import type { Tree } from "./books.ts"
import { body, drop, finding, rename, type Tamper, transfer } from "./tampering.ts"

const val = "psn_22"
const somebodyElse = "psn_21"
const earned = `reward/club/friend/friend/${val}/o:v1/g1`
const lost = `${earned}/taken/order/v1/refund/r1`
const bought = (nth: number, exchange: string): string => `reward/club/credit-back/holder/${val}/x${nth}:${exchange}/g1`
const spent = (exchange: string): string => `spend/exchange/${exchange}/spent`
const minorOf = (of: unknown, minor: string): void => void Object.assign(of as Tree, { minor })

export const ofTheClub: readonly Tamper[] = [
  {
    what: "points at a rate are one too many",
    change: (rows) => {
      minorOf(body(rows, `${earned}/granted`).amount, "61")
      minorOf(transfer(rows, `${earned}/grant`).amount, "61")
    },
    finds: finding("reward-terms", `${earned}/granted`, "60", "61")
  },
  {
    what: "a refund takes points of a step that is kept",
    change: (rows) => {
      minorOf(body(rows, lost).amount, "3")
      minorOf(transfer(rows, `${earned}/reverse/order/v1/refund/r1`).amount, "3")
    },
    finds: finding("claw-back", lost, "2", "3")
  },
  {
    what: "an exchange takes a point less than is listed",
    change: (rows) => {
      const exchange = body(rows, spent("x2"))
      minorOf(exchange.amount, "14")
      minorOf((exchange.parts as Tree[])[0]?.amount, "14")
      minorOf(transfer(rows, `spend/exchange/x2/use/${earned}`).amount, "14")
    },
    finds: finding("exchange", spent("x2"), "15", "14")
  },
  {
    what: "an exchange is of something that is not listed",
    change: (rows) => rename(rows, "program/club/v/1/published", '"id":"mug"', '"id":"cup"'),
    finds: finding("exchange", spent("x2"), "listed", "not listed")
  },
  {
    what: "points are used in the name of an exchange that there was not",
    change: (rows) => delete body(rows, spent("x3")).exchanged,
    finds: finding("exchange", spent("x3"), true, false)
  },
  {
    what: "an exchange gives a reward less than was asked for",
    change: (rows) => drop(rows, `${bought(2, "x1")}/granted`),
    finds: finding("exchange", "spend/exchange/x1", 2, 1)
  },
  {
    what: "what was exchanged is given to somebody else",
    change: (rows) => rename(rows, `${bought(2, "x1")}/granted`, val, somebodyElse),
    finds: finding(
      "exchange",
      `${bought(2, "x1").replace(val, somebodyElse)}/granted`,
      `${val}, of referral 0`,
      `${somebodyElse}, of referral 0`
    )
  },
  {
    what: "points come back, and what they bought stays",
    change: (rows) => drop(rows, `${bought(1, "x3")}/taken/spend/exchange/x3/returned/1`),
    finds: finding("exchange", "spend/exchange/x3", true, false)
  },
  {
    what: "an exchange is rolled back, and its points are kept",
    change: (rows) => drop(rows, "spend/exchange/x3/returned/1"),
    finds: finding("exchange", "spend/exchange/x3", false, true)
  },
  {
    what: "a program that is over gives something for points",
    change: (rows) =>
      rename(rows, "program/club/v/1/published", '"timeZone":"UTC"', '"timeZone":"UTC","ends":"2026-04-23"'),
    finds: finding("exchange", spent("x1"), "open", "closed")
  }
]
