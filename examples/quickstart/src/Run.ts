/** One run from the file of orders to the report. */
import type { Program, Store, Unit } from "@goodword/core"
import { Complaint } from "./Complaint.ts"
import * as Day from "./Day.ts"
import * as Digest from "./Digest.ts"
import type { Flags } from "./Flags.ts"
import * as Heap from "./Heap.ts"
import * as Lines from "./Lines.ts"
import * as Orders from "./Orders.ts"
import * as OutFolder from "./OutFolder.ts"
import * as ProgramFile from "./ProgramFile.ts"
import * as Progress from "./Progress.ts"
import * as Report from "./Report.ts"
import * as Shop from "./Shop.ts"
import * as Stores from "./Stores.ts"
import * as Tally from "./Tally.ts"

const pageEvents = 1_000

interface Streamed {
  readonly shop: Shop.Shop
  readonly count: number
  readonly from: string
  readonly to: string
  readonly seconds: number
  readonly stateBytes: number
}

/** A file of orders, and what to call it. */
export interface Source {
  readonly path: string
  readonly name: string
}

export const run = async (flags: Flags, { name, path }: Source, sink: Progress.Sink): Promise<Report.Report> => {
  await OutFolder.check(flags.out)
  const program = await ProgramFile.read(flags.program)
  const unit = ProgramFile.currencyOf(program)
  using orders = await Orders.from(name, Lines.read(path, flags.columns, unit), unit, {
    onRow: Progress.reading(sink)
  })
  const { close, store } = await Stores.open(flags.store)
  try {
    const streamed = await stream(orders, { program, seed: flags.seed, name, sink, store })
    try {
      return await report(flags, { orders, name, program, unit, streamed })
    } finally {
      await streamed.shop.goodword.close()
    }
  } finally {
    await close()
  }
}

interface Wanted {
  readonly program: Program.Program
  readonly seed: number
  readonly name: string
  readonly sink: Progress.Sink
  readonly store: Store.StoreShape
}

const stream = async (orders: Orders.Orders, { name, program, seed, sink, store }: Wanted): Promise<Streamed> => {
  const progress = Progress.make(orders.rows, sink)
  const startedAt = performance.now()
  const heldBefore = Heap.heldBytes()
  let shop: Shop.Shop | undefined
  let [rows, count, from, to] = [0, 0, "", ""]
  try {
    for await (const page of orders.read()) {
      const first = page[0]
      if (first === undefined) continue
      if (shop === undefined) {
        shop = await Shop.open({ program, seed, start: first.at, path: name, store })
        from = first.at
      }
      for (const day of Day.together(page)) {
        await Day.take(shop, day)
        rows += day.reduce((sum, order) => sum + order.rows, 0)
        to = day.at(-1)?.at ?? to
        progress.at(rows, `${to.slice(0, 7)}, ${shop.calls.asked.toLocaleString("en-US")} calls answered`)
      }
      count += page.length
      if (Heap.isNearlyFull()) throw tooMany(count)
    }
    if (shop === undefined) throw new Error(`${name} gave rows, but no orders`)
    await Day.settle(shop)
  } finally {
    progress.end()
  }
  const seconds = (performance.now() - startedAt) / 1000
  return { shop, count, from, to, seconds, stateBytes: Heap.heldBytes() - heldBefore }
}

/** The orders are not held, but a store in memory holds all that was decided about them. */
const tooMany = (count: number): Complaint =>
  new Complaint(
    `after ${count.toLocaleString("en-US")} orders what is held in memory leaves no room for its replay; give Node more with NODE_OPTIONS=--max-old-space-size=16000`
  )

interface Reported {
  readonly orders: Orders.Orders
  readonly name: string
  readonly program: Program.Program
  readonly unit: Unit.Unit
  readonly streamed: Streamed
}

const report = async (flags: Flags, parts: Reported): Promise<Report.Report> => {
  const { name, orders, program, streamed, unit } = parts
  const { shop } = streamed
  const folding = Tally.folding(program, unit)
  const digest = Digest.make()
  for (let after = 0; ; ) {
    const { events, next } = await shop.goodword.events(after, pageEvents)
    if (events.length === 0) break
    for (const event of events) {
      folding.add(event)
      digest.add(event)
    }
    after = next
  }
  const { tally } = folding
  const verdict = await shop.goodword.replay()
  const { customers, shares } = shop.people.counts()
  const { count, from, seconds, stateBytes, to } = streamed
  return Report.make({
    program,
    unit,
    tally,
    shares,
    seed: flags.seed,
    orders: { file: name, rows: orders.rows, orders: count, customers, revenue: revenueOf(tally, unit), from, to },
    refusedCalls: shop.calls.refused,
    calls: { asked: shop.calls.asked, answeredAgain: shop.calls.replayed },
    explained: await explain(shop),
    verdict: {
      line: verdict.line,
      events: verdict.events,
      facts: verdict.facts,
      differences: verdict.differences
    },
    run: {
      store: shop.store.name,
      seconds: Math.round(seconds * 10) / 10,
      ordersPerSecond: Math.round(count / seconds),
      stateBytesPerOrder: flags.store === "memory" ? Math.round(stateBytes / count) : null,
      peakRssMiB: Heap.peakRssMiB()
    },
    digest: digest.hex()
  })
}

const revenueOf = (tally: Tally.Tally, unit: Unit.Unit): string => Report.amountOf(tally.revenue.get(unit) ?? 0n, unit)

/** The order that was kept for this, and who the people in it are. */
const explain = async ({ best, goodword }: Shop.Shop): Promise<Report.Report["explained"]> => {
  if (best.order === "") return null
  const answer = await goodword.explain({ order: best.order })
  if (answer === undefined) return null
  const { advocate = "", friend = "" } = answer.referral ?? {}
  return {
    order: best.order,
    people: [`${friend} is customer ${best.customer}, ${advocate} is customer ${best.advocate}.`],
    lines: answer.because
  }
}
