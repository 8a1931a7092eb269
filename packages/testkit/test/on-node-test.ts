/** The same store under `node --test`. The verdict goes where VERDICT says, as an adapter's CI would keep it. */
import { writeFileSync } from "node:fs"
import { describe, it } from "node:test"
import { describeStore } from "@goodword/testkit"
import { memory } from "./faulty-memory.ts"

describeStore(
  { ...memory, seed: 7312 },
  {
    describe,
    it,
    report: (verdict) => writeFileSync(process.env.VERDICT ?? "verdict.json", JSON.stringify(verdict, null, 2))
  }
)
