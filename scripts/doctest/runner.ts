// Runs modules, one after the other, and prints one line of JSON for each: what failed in it, and where.
// Arguments: the files. It is a process of its own, so that an example cannot touch the doctest itself.
import { basename } from "node:path"
import { pathToFileURL } from "node:url"
import { inspect, isDeepStrictEqual } from "node:util"

const timeLimitMs = 30_000

interface Failure {
  readonly line: number | undefined
  readonly message: string
}

let failures: Array<Failure> = []

const shown = (value: unknown): string =>
  inspect(value, { depth: 8, breakLength: Number.POSITIVE_INFINITY, sorted: true })

/** `// => value`: the text is a JavaScript value where it can be read as one, and else what inspect prints. */
const agrees = (value: unknown, wanted: string): boolean => {
  if (shown(value) === wanted || inspect(value, { depth: 8, breakLength: Number.POSITIVE_INFINITY }) === wanted)
    return true
  if (typeof value === "string" && value === wanted) return true
  try {
    const expected: unknown = new Function(`return (${wanted})`)()
    return isDeepStrictEqual(plainOf(value), plainOf(expected))
  } catch {
    // No value of JavaScript, so it was what inspect prints, and that was compared above.
    return false
  }
}

/** Classes and prototypes are left out of the comparison: a reader writes `{ a: 1 }` for an instance too. */
const plainOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plainOf)
  if (typeof value !== "object" || value === null) return value
  if (value instanceof Map || value instanceof Set || value instanceof Date || value instanceof Error) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plainOf(part)]))
}

Object.assign(globalThis, {
  __doctest: async (line: number, wanted: string, value: () => unknown): Promise<void> => {
    try {
      const got = await value()
      if (!agrees(got, wanted)) failures.push({ line, message: `expected ${wanted}\n     got ${shown(got)}` })
    } catch (error) {
      const refusal = /^(throws|rejects) (.+)$/.exec(wanted)?.[2]
      const said = error instanceof Error ? error.message : shown(error)
      if (refusal === undefined || !said.includes(refusal))
        failures.push({ line, message: `expected ${wanted}\n  thrown ${said}` })
    }
  }
})

const print = process.stdout.write.bind(process.stdout)
const printed: Array<string> = []
// What an example prints is shown only if it fails.
process.stdout.write = (chunk) => {
  printed.push(String(chunk))
  return true
}
process.on("unhandledRejection", (error) =>
  failures.push({ line: undefined, message: `unhandled rejection: ${inspect(error)}` })
)

const late = Symbol("late")

for (const file of process.argv.slice(2)) {
  failures = []
  printed.length = 0
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise((resolve) => {
    timer = setTimeout(resolve, timeLimitMs, late)
  })
  try {
    const ended = await Promise.race([import(pathToFileURL(file).href), limit])
    if (ended === late) failures.push({ line: undefined, message: `still running after ${timeLimitMs / 1000} s` })
  } catch (error) {
    failures.push({
      line: undefined,
      message: error instanceof Error ? (error.stack ?? error.message) : inspect(error)
    })
  }
  clearTimeout(timer)
  // An unhandled rejection is told one turn later.
  await new Promise((resolve) => setImmediate(resolve))
  print(`${JSON.stringify({ name: basename(file, ".run.ts"), failures, printed: printed.join("") })}\n`)
}
process.exit(0)
