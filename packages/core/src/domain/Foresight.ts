/**
 * A plan over facts as somebody saw them last: perhaps stale, and never decided on. It asks at once for what a plan
 * over loaded facts learns to ask for by a second look and a third, and each look is one trip to the store.
 */
import type { Command } from "./Command.ts"
import type { Programs } from "./Compile.ts"
import type { Facts } from "./Facts.ts"
import * as Key from "./Key.ts"
import { plan } from "./Plan.ts"
import type { Keys } from "./Scout.ts"

/**
 * All keys that a command needs if what was seen is still so; those that are loaded already are left out. What was
 * foreseen wrongly is loaded for nothing, and `plan` asks for the rest.
 *
 * @param seen a fact as it was once, or `undefined`
 */
export const foresee = (command: Command, base: Facts, seen: (key: string) => unknown, programs: Programs): Keys => {
  const facts = new Set<string>()
  const counters = new Set<string>()
  const glimpsed: Facts = {
    get: (key) => {
      const loaded = base.get(key)
      if (loaded !== undefined) return loaded
      facts.add(key)
      return seen(key)
    },
    counter: (key) => {
      const loaded = base.counter(key)
      if (loaded === undefined) counters.add(key)
      return loaded
    }
  }
  for (const key of plan(command, glimpsed, programs).facts) facts.add(key)
  return { facts: [...facts], counters: [...counters] }
}

/**
 * The fact that a command makes under an id that its caller has just given away: nearly always there is none yet. Nothing
 * for commands about what is there already.
 */
export const madeBy = (command: Command): string | undefined => {
  if (command._tag === "RecordOrder") return Key.order(command.order)
  return command._tag === "RequestQuote" ? Key.quote(command.quote) : undefined
}
