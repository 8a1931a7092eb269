/** The suites of extensions run where there is no vitest. */
import { execFile } from "node:child_process"
import { join } from "node:path"
import { promisify } from "node:util"
import { attributionModelCases, conditionCases, directoryCases, pluginCases, rewardKindCases } from "@goodword/testkit"
import { expect, it } from "vitest"

const root = join(import.meta.dirname, "../../../..")
// The Node of the repository, which reads TypeScript; the one that runs vitest may be older.
const node = join(root, "node_modules/.bin/node")

it("run under node --test, each case a test of its own", async () => {
  const file = join(import.meta.dirname, "on-node-test.ts")
  const flags = ["--conditions=goodword-source", "--test", "--test-reporter=tap", file]
  const { NODE_OPTIONS: _, ...env } = process.env
  const { stdout } = await promisify(execFile)(node, flags, { cwd: root, env })
  // The directory was given no hooks; each of the six suites ends with a verdict.
  const directory = directoryCases.filter(({ needs }) => needs === undefined)
  const all = [rewardKindCases, conditionCases, attributionModelCases, attributionModelCases, pluginCases, directory]
  expect(stdout).toContain(`# tests ${all.flat().length + all.length}\n`)
  expect(stdout).toContain("# fail 0\n")
})
