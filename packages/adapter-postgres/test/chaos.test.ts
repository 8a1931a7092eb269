/** What callers were answered still holds after their process or their server was killed; the script does many rounds. */
import { expect, it } from "vitest"
import { chaos, type Outcome } from "../../../scripts/chaos/rounds.ts"

/** In each round callers were answered, and what they had been told was asked for again. */
const seen = ({ faults, rounds }: Outcome) => ({
  faults,
  victims: rounds.map(({ victim }) => victim),
  isLively: rounds.every(({ answers, kept }) => answers > 50 && kept > 50)
})

it("loses nothing and doubles nothing on a server", async () => {
  const outcome = await chaos({ store: "postgres", rounds: 2, seed: 5, callers: 16 })
  expect(seen(outcome)).toEqual({ faults: [], victims: ["process", "server"], isLively: true })
}, 120_000)

it("loses nothing and doubles nothing on the embedded store", async () => {
  const outcome = await chaos({ store: "embedded", rounds: 1, seed: 5, callers: 16 })
  expect(seen(outcome)).toEqual({ faults: [], victims: ["process"], isLively: true })
}, 120_000)
