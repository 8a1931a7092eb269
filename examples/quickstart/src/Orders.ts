/** The orders of a file in the order of time, whatever order the file is in, with their items summed. */
import { Money, Unit } from "@goodword/core"
import { Complaint } from "./Complaint.ts"
import * as Decimal from "./Decimal.ts"
import type { Line } from "./Lines.ts"
import * as Sorter from "./Sorter.ts"

export interface Order {
  readonly id: string
  readonly customer: string
  /** ISO 8601 in UTC. */
  readonly at: string
  readonly total: Money.Money
  /** The first of its rows. */
  readonly row: number
  /** How many rows it has. */
  readonly rows: number
}

export interface Orders extends Disposable {
  /** Rows below the header. */
  readonly rows: number
  /** To be read once. */
  readonly read: () => AsyncGenerator<readonly Order[]>
}

/** Checks every line before the first order is given: a mistake in the last row is known before anything begins. */
export const from = async (
  path: string,
  lines: AsyncIterable<Line>,
  unit: Unit.Unit,
  { limits, onRow }: { readonly limits?: Sorter.Limits; readonly onRow?: (rows: number) => void } = {}
): Promise<Orders> => {
  const sorter = Sorter.make(limits)
  let count = 0
  try {
    for await (const line of lines) {
      count++
      onRow?.(count)
      // Most lines are only held: waiting for nothing a million times would take longer than reading them.
      const isSpilling = sorter.add(written(line))
      if (isSpilling !== undefined) await isSpilling
    }
    if (count === 0) throw new Complaint(`${path}: there is a header, but no order below it`)
  } catch (error) {
    sorter[Symbol.dispose]()
    throw error
  }
  return {
    rows: count,
    read: () => summed(path, sorter.sorted(), unit),
    [Symbol.dispose]: () => sorter[Symbol.dispose]()
  }
}

/** Ids have no control characters, so a tab parts them and sorts before all that they hold. */
const written = ({ amount, at, customer, id, row }: Line): string =>
  `${at}\t${id}\t${row.toString().padStart(12, "0")}\t${customer}\t${amount.digits}\t${amount.scale}`

const readBack = (text: string): Line => {
  const [at = "", id = "", row = "", customer = "", digits = "", scale = ""] = text.split("\t")
  const amount = { digits: BigInt(digits), scale: Number.parseInt(scale, 10) }
  return { at, id, row: Number.parseInt(row, 10), customer, amount }
}

async function* summed(
  path: string,
  pages: AsyncIterable<readonly string[]>,
  unit: Unit.Unit
): AsyncGenerator<readonly Order[]> {
  let open: (Line & { readonly rows: number }) | undefined
  const close = (line: Line & { readonly rows: number }): Order => {
    const minor = Decimal.round(line.amount, Unit.exponent(unit))
    if (minor >= 0n && minor <= Money.minorMax) {
      const { at, customer, id, row, rows } = line
      return { id, customer, at, total: Money.make(minor, unit), row, rows }
    }
    throw new Complaint(`${path}, row ${line.row}: order ${JSON.stringify(line.id)} sums to ${shown(minor, unit)}`)
  }
  for await (const page of pages) {
    const orders: Order[] = []
    for (const text of page) {
      const line = readBack(text)
      if (open === undefined || open.id !== line.id || open.at !== line.at) {
        if (open !== undefined) orders.push(close(open))
        open = { ...line, rows: 1 }
        continue
      }
      if (open.customer !== line.customer) {
        const names = `${JSON.stringify(line.customer)}, but to ${JSON.stringify(open.customer)} in row ${open.row}`
        throw new Complaint(`${path}, row ${line.row}: order ${JSON.stringify(line.id)} belongs to customer ${names}`)
      }
      open = { ...open, amount: Decimal.add(open.amount, line.amount), rows: open.rows + 1 }
    }
    if (orders.length > 0) yield orders
  }
  if (open !== undefined) yield [close(open)]
}

const shown = (minor: bigint, unit: Unit.Unit): string =>
  minor < 0n ? `${Money.format(Money.make(minor, unit))}, which is below zero` : "more than an amount can hold"
