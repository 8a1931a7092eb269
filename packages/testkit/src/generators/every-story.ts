/** A property of stories, whose failure ends in the story itself. */
import fc from "fast-check"

/** A story that broke a law: the shortest one that was found, and the seed that tells it again. */
export class BrokenStory extends Error {
  override readonly name = "BrokenStory"
}

/**
 * Tries a law on many stories, and throws the shortest one that breaks it.
 *
 * @param holds throws, rejects or answers `false` where the law is broken
 */
export const everyStory = async <H extends { toString(): string }>(
  stories: fc.Arbitrary<H>,
  holds: (story: H) => unknown,
  parameters: fc.Parameters<[H]> = {}
): Promise<void> => {
  const property = fc.asyncProperty(stories, async (story) => (await holds(story)) !== false)
  const { counterexample, counterexamplePath, errorInstance, failed, numRuns, numShrinks, seed } = await fc.check(
    property,
    parameters
  )
  if (!failed) return
  const cause = errorInstance instanceof Error ? errorInstance.message : "the law does not hold"
  const again = `seed: ${seed}, path: ${JSON.stringify(counterexamplePath)}`
  throw new BrokenStory(
    [
      cause,
      "",
      `${counterexample?.[0] ?? "no story: every one was passed over"}`,
      "",
      `Found after ${numRuns} stories and ${numShrinks} attempts to shorten it. To tell it again: { ${again} }`
    ].join("\n"),
    { cause: errorInstance }
  )
}
