// `npm run bench -- kernel` runs bench/src/kernel.ts; without a name, says which there are.
import { globSync } from "node:fs"
import { basename, join } from "node:path"

const folder = join(import.meta.dirname, "../bench/src")
const names = globSync("*.ts", { cwd: folder })
  .map((file) => basename(file, ".ts"))
  .sort()
const wanted = process.argv[2]

if (wanted !== undefined && names.includes(wanted)) {
  await import(join(folder, `${wanted}.ts`))
} else {
  console.log(
    `${wanted === undefined ? "Which bench?" : `There is no bench "${wanted}".`} There are: ${names.join(", ")}`
  )
  process.exitCode = 1
}
