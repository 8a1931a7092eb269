// Writes `src/_version.ts`: the verdict names the release of the suite that gave it. It runs before what imports the suite.
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const folder = join(import.meta.dirname, "..")
const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
const lines = [
  "// Generated from package.json by `npm run codegen`; do not edit.",
  `export const version = ${JSON.stringify(version)}`,
  ""
]
writeFileSync(join(folder, "src", "_version.ts"), lines.join("\n"))
