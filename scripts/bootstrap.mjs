// Installs what the lockfile names, if it is not there yet. Runs before `npm start`, `npm test` and `npm run check`,
// so a fresh clone needs one command. Plain JavaScript without dependencies: the machine's own Node may be 20.
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = join(dirname(fileURLToPath(import.meta.url)), "..")
const stampFile = join(root, "node_modules", ".goodword-installed")
const pnpmVersion = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).devDependencies.pnpm

const wanted = createHash("sha256")
  .update(readFileSync(join(root, "pnpm-lock.yaml")))
  .update(`${process.platform} ${process.arch}`)
  .digest("hex")
const isInstalled =
  existsSync(stampFile) &&
  readFileSync(stampFile, "utf8").trim() === wanted &&
  existsSync(join(root, "node_modules", ".bin", "node"))

if (!isInstalled) install()

function install() {
  const args = ["--yes", `pnpm@${pnpmVersion}`, "install", "--frozen-lockfile"]
  console.log("The packages of pnpm-lock.yaml are not installed yet, so this happens first:")
  console.log(`  npx ${args.join(" ")}`)
  console.log("It brings Node 24 along, in node_modules only, and takes about half a minute. The next run skips it.\n")
  const startedAt = Date.now()
  const isWindows = process.platform === "win32"
  const run = spawnSync("npx", args, { cwd: root, stdio: ["ignore", "inherit", "inherit"], shell: isWindows })
  if (run.status !== 0) {
    console.error("\nThe install failed; its own words are above. It needs Node 20 or newer, npm and a network,")
    console.error("and it leaves the lockfile as it is. Mend the cause and run the same command again.")
    process.exit(run.status ?? 1)
  }
  writeFileSync(stampFile, `${wanted}\n`)
  console.log(`\nInstalled in ${Math.round((Date.now() - startedAt) / 1000)} s.\n`)
}
