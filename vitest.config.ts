import { defineConfig } from "vitest/config"

// Packages import each other by name and get the source, so no build is needed before a test.
const condition = "goodword-source"
const conditions = [condition, "module", "node", "development|production"]
const shared = { resolve: { conditions }, ssr: { resolve: { conditions } } }
const domainTests = "packages/core/test/domain/**/*.test.ts"
// Properties take their time on a busy machine; none of them is about time.
const testTimeout = 60_000
const fastCheck = "./scripts/vitest/fast-check.ts"

export default defineConfig({
  ...shared,
  test: {
    execArgv: [`--conditions=${condition}`],
    passWithNoTests: true,
    projects: [
      {
        ...shared,
        test: {
          name: "domain",
          testTimeout,
          include: [domainTests],
          setupFiles: [fastCheck, "./scripts/vitest/poison.ts"]
        }
      },
      {
        ...shared,
        test: {
          name: "rest",
          testTimeout,
          include: ["{packages,examples}/*/test/**/*.test.ts", "{bench,docs,scripts}/**/*.test.ts"],
          exclude: ["**/node_modules/**", domainTests],
          setupFiles: [fastCheck]
        }
      }
    ]
  }
})
