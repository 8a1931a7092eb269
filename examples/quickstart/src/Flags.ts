/** What stands behind `npm start --`. */
import { join } from "node:path"
import { parseArgs } from "node:util"
import { Complaint } from "./Complaint.ts"
import type { Columns } from "./Lines.ts"
import * as Stores from "./Stores.ts"

export interface Flags {
  /** `null`: the four years of orders that come with the example. */
  readonly orders: string | null
  readonly columns: Columns
  readonly program: string
  readonly seed: number
  readonly store: Stores.Choice
  readonly json: boolean
  readonly out: string
  readonly help: boolean
}

const home = join(import.meta.dirname, "..")

/** How the file that comes with the example names its columns. */
const superstore: Columns = { id: "Order ID", customer: "Customer ID", date: "Order Date", total: "Sales" }
const plain: Columns = { id: "id", customer: "customer", date: "date", total: "total" }

export const usage = `npm start -- [flags]

  --orders FILE.csv   orders of your own: a header, then one line per order or per item of an order
  --map id=A,customer=B,date=C,total=D
                      the columns of that file; without it they are id, customer, date and total
  --program FILE.json another program than examples/quickstart/program.json
  --seed N            another town: other people share, click, return and cheat (default 1)
  --store WHERE       embedded (the default: PostgreSQL inside this process), memory,
                      or postgres://... for a server, in a schema of the run's own
  --json              one JSON document on stdout instead of the report
  --out DIR           where report.html goes (default examples/quickstart/out)
  --help              this text`

export const read = (args: readonly string[]): Flags => {
  const values = parse(args)
  const orders = values.orders ?? null
  if (orders === null && values.map !== undefined)
    throw new Complaint("--map needs --orders: it names columns of that file")
  return {
    orders,
    columns: orders === null ? superstore : { ...plain, ...mapOf(values.map ?? "") },
    program: values.program ?? join(home, "program.json"),
    seed: seedOf(values.seed ?? "1"),
    store: Stores.choice(values.store ?? "embedded"),
    json: values.json ?? false,
    out: values.out ?? join(home, "out"),
    help: values.help ?? false
  }
}

const options = {
  orders: { type: "string" },
  map: { type: "string" },
  program: { type: "string" },
  seed: { type: "string" },
  store: { type: "string" },
  json: { type: "boolean" },
  out: { type: "string" },
  help: { type: "boolean" }
} as const

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: false }).values
  } catch (error) {
    // Node's own message goes on about how to escape a dash; its first sentence is what matters.
    const [first = ""] = (error as Error).message.split(/[.\n]/u)
    throw new Complaint(`${first}; --help lists the flags`)
  }
}

const seedOf = (text: string): number => {
  const seed = /^\d{1,15}$/u.test(text) ? Number.parseInt(text, 10) : undefined
  if (seed === undefined) throw new Complaint(`--seed ${JSON.stringify(text)}: write a whole number such as 7`)
  return seed
}

const fields = ["id", "customer", "date", "total"] as const

/** A column's name may hold a comma, so the list is cut only where the next field begins. */
const mapOf = (text: string): Partial<Columns> => {
  if (text === "") return {}
  const found: Partial<Record<(typeof fields)[number], string>> = {}
  for (const pair of text.split(/,(?=[a-z]+=)/u)) {
    const at = pair.indexOf("=")
    const field = fields.find((name) => name === pair.slice(0, at))
    const column = pair.slice(at + 1)
    if (field === undefined || column === "") {
      throw new Complaint(`--map ${JSON.stringify(pair)}: write id=, customer=, date= or total=, then a column's name`)
    }
    if (found[field] !== undefined) throw new Complaint(`--map names ${field} twice`)
    found[field] = column
  }
  return found
}
