/** How often a random case is run: whoever asks for a number gets it, or is told. */
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { expect, it } from "vitest"
import { forAll } from "../src/forAll.ts"
import { runsOf } from "../src/Subject.ts"

/** What is said of a property that takes its time, and how often it was run. */
const slowly = async (subject: { readonly runs?: number }) => {
  let made = 0
  const property = () =>
    Effect.andThen(
      Effect.sleep(5),
      Effect.sync(() => void made++)
    )
  const world = { seed: 1, ...runsOf({ timeoutMs: 300, ...subject }) }
  const said = await Effect.runPromise(forAll(world, fc.nat(), property)).then(
    () => "passed",
    (error: Error) => error.message
  )
  return { made, said }
}

it("fewer than were asked for are a failure that says so", async () => {
  const { made, said } = await slowly({ runs: 1_000 })
  const most = `of 1000 runs in 200 ms: give more time (timeoutMs), or ask for fewer runs`
  // What was under way at the end may still have come to its own.
  expect([`made only ${made} ${most}`, `made only ${made - 1} ${most}`]).toContain(said)
})

it("where nobody asked, as many as there is time for are enough", async () => {
  const world = { seed: 1, ...runsOf({ timeoutMs: 15 }) }
  const property = () => Effect.sleep(3)
  await expect(Effect.runPromise(forAll(world, fc.nat(), property))).resolves.toBeUndefined()
  expect(await slowly({ runs: 3 })).toEqual({ made: 3, said: "passed" })
})
