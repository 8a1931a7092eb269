/** Tests of laws have their numbers in their names: "law 27: ...", "laws 7, 8, 9: ...", "laws 10 and 38: ...". */

/** As vitest's `-t` takes it: the tests of one law, or of all. */
export const namesOf = (law?: number): string => `\\blaws? (?:\\d+(?:, | and ))*${law ?? "\\d+"}\\b`

/** What vitest's JSON says of a run, as far as it is looked at. */
export interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
}

/** What is wrong with a run in which nothing failed: vitest is content when no test has the name. */
export const complaint = ({ numFailedTests, numPassedTests }: Report, law?: number): string | undefined => {
  if (numPassedTests + numFailedTests > 0) return undefined
  return law === undefined
    ? "No test has the number of a law in its name."
    : `No test has law ${law} in its name: docs/laws.md lists the laws in force.`
}
