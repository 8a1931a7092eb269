/** The suites of extensions under `node --test`, with nothing of vitest near them. */
import { describe, it } from "node:test"
import { memoryDirectory } from "@goodword/adapter-memory"
import { Catalogs, countryIn, storeCredit } from "@goodword/core"
import {
  describeAttributionModel,
  describeCondition,
  describeDirectory,
  describePlugin,
  describeRewardKind
} from "@goodword/testkit"
import { credits } from "./credits-plugin.ts"

const runner = { describe, it }
const options = { seed: 7312 }
const { outside, plugin } = credits()

describeRewardKind(storeCredit, runner, options)
describeCondition(countryIn, runner, options)
for (const model of Catalogs.builtIn.models.values()) describeAttributionModel(model, runner, options)
describePlugin(plugin, runner, { ...outside, ...options })
describeDirectory({ name: "memory", open: (printKey) => memoryDirectory({ printKey }), ...options }, runner)
