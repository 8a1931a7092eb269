// Proves the books of a store twice: by folding its log again (replay), and by a model of its own (audit).
//
//   --store memory:snapshot.json | embedded:folder | postgres://user@host/database   (--schema for another schema)
//   --tenant name   one shop, as often as wanted; all of them unless given
//   --findings 100  how many findings are shown of each shop
//
// Ends with 1 where anything is wrong, with 2 where the store could not be read. Best while nobody writes.
import { randomBytes } from "node:crypto"
import { readFileSync } from "node:fs"
import { parseArgs } from "node:util"
import type { Progress, Report } from "../packages/core/src/audit/Report.ts"
import * as Tenants from "../packages/core/src/audit/Tenants.ts"
import { Goodword, type OpenOptions } from "../packages/core/src/promise.ts"

const { values } = parseArgs({
  options: {
    store: { type: "string" },
    schema: { type: "string" },
    tenant: { type: "string", multiple: true },
    findings: { type: "string", default: "100" }
  }
})

interface Opened {
  readonly store: OpenOptions["store"]
  readonly close: () => Promise<void>
}

/** An adapter is loaded only where its store is asked for. */
const open = async (where: string): Promise<Opened> => {
  if (where.startsWith("memory:")) {
    const { memoryStore } = await import("../packages/adapter-memory/src/index.ts")
    const store = memoryStore({ restore: JSON.parse(readFileSync(where.slice("memory:".length), "utf8")) })
    return { store, close: async () => {} }
  }
  if (where.startsWith("embedded:")) {
    const { embeddedStore } = await import("../packages/adapter-postgres/src/embedded.ts")
    const store = await embeddedStore({ folder: where.slice("embedded:".length) })
    return { store, close: () => store.close() }
  }
  if (/^postgres(ql)?:\/\//u.test(where)) {
    const { postgresStore } = await import("../packages/adapter-postgres/src/index.ts")
    // No address is hashed here, so any key does.
    const printKeys = [randomBytes(32).toString("hex")]
    const schema = values.schema === undefined ? {} : { schema: values.schema }
    const store = await postgresStore({ connectionString: where, printKeys, ...schema })
    return { store, close: () => store.close() }
  }
  throw new Error(`--store ${where}: write memory:snapshot.json, embedded:folder or postgres://user@host/database`)
}

/** One line that is written over, where somebody watches. */
const show = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
}

const figure = (count: number): string => count.toLocaleString("en-US")

const table = ({ findings }: Report): void => console.table(findings.map(({ message: _, ...finding }) => finding))

/** What replay says of a shop; a log that cannot be folded is wrong, and the audit tells where. */
const replayed = async (
  goodword: Goodword
): Promise<{ readonly line: string; readonly differences: readonly string[] }> => {
  try {
    return await goodword.replay()
  } catch (error) {
    const line = `cannot be replayed: ${error instanceof Error ? error.message : error}`
    return { line, differences: [line] }
  }
}

/** Answers whether the books of one shop are right. */
const judge = async (store: OpenOptions["store"], tenant: string, findingsMax: number): Promise<boolean> => {
  const goodword = await Goodword.open({ store, tenant, pollMs: 0 })
  try {
    const onProgress = ({ done, reading }: Progress): void => show(`${tenant}: ${figure(done)} ${reading}`)
    const report = await goodword.audit({ findingsMax, onProgress })
    show(`${tenant}: replaying`)
    const { differences, line } = await replayed(goodword)
    show("")
    console.log(`${tenant}: ${line}`)
    console.log(`${tenant}: ${report.line}`)
    for (const difference of differences) console.log(`  replay: ${difference}`)
    if (report.findings.length > 0) table(report)
    const wrong = report.checks.reduce((sum, one) => sum + one.wrong, 0)
    if (wrong > report.findings.length) console.log(`  and ${figure(wrong - report.findings.length)} more`)
    return differences.length === 0 && wrong === 0
  } finally {
    await goodword.close()
  }
}

const main = async (): Promise<boolean> => {
  if (values.store === undefined) throw new Error("--store is missing: write --store memory:snapshot.json, for example")
  const findingsMax = Number(values.findings)
  if (!Number.isSafeInteger(findingsMax) || findingsMax < 0) {
    throw new Error(`--findings ${values.findings}: give a whole number`)
  }
  const { close, store } = await open(values.store)
  try {
    const tenants = values.tenant ?? (await Tenants.list(store))
    if (tenants.length === 0) console.log(`the ${store.name} store has no tenants`)
    const right: boolean[] = []
    for (const tenant of tenants) right.push(await judge(store, tenant, findingsMax))
    return right.every((isRight) => isRight)
  } finally {
    await close()
  }
}

try {
  process.exitCode = (await main()) ? 0 : 1
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
