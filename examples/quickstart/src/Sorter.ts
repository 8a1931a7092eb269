/**
 * Sorts more lines of text than memory holds: sorted runs in temporary files, merged while they are read back. What
 * fits in one run never touches the disk.
 */

import { once } from "node:events"
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

export interface Sorter extends Disposable {
  readonly add: (line: string) => Promise<void> | undefined
  /** All lines in order, some at a time. To be read once, when all were added. */
  readonly sorted: () => AsyncGenerator<readonly string[]>
}

export interface Limits {
  /** How many lines are held at most. */
  readonly lines: number
  /** How many files are open at most. */
  readonly files: number
}

const usual: Limits = { lines: 100_000, files: 32 }
const pageLines = 1_000

export const make = ({ files, lines }: Limits = usual): Sorter => {
  let held: string[] = []
  const folder = new TemporaryFolder()
  const runs: string[] = []
  const spill = async (): Promise<void> => {
    const run = folder.next()
    const full = held.sort()
    held = []
    await write(run, pages(full))
    runs.push(run)
  }
  return {
    add: (line) => {
      held.push(line)
      return held.length < lines ? undefined : spill()
    },
    sorted: async function* () {
      if (runs.length === 0) return yield* pages(held.sort())
      if (held.length > 0) await spill()
      while (runs.length > files) {
        const run = folder.next()
        const some = runs.splice(0, files)
        await write(run, merge(some))
        for (const done of some) rmSync(done)
        runs.push(run)
      }
      yield* merge(runs)
    },
    [Symbol.dispose]: () => folder.remove()
  }
}

class TemporaryFolder {
  #path: string | undefined
  #count = 0
  next(): string {
    if (this.#path === undefined) {
      this.#path = mkdtempSync(join(tmpdir(), `goodword-${process.pid}-`))
      process.once("exit", this.remove)
    }
    return join(this.#path, `${this.#count++}`)
  }
  remove = (): void => {
    if (this.#path !== undefined) rmSync(this.#path, { recursive: true, force: true })
    this.#path = undefined
    process.removeListener("exit", this.remove)
  }
}

function* pages(lines: readonly string[]): Generator<readonly string[]> {
  for (let i = 0; i < lines.length; i += pageLines) yield lines.slice(i, i + pageLines)
}

const write = async (path: string, source: Iterable<readonly string[]> | AsyncIterable<readonly string[]>) => {
  const file = createWriteStream(path)
  for await (const page of source) {
    if (!file.write(`${page.join("\n")}\n`)) await once(file, "drain")
  }
  file.end()
  await once(file, "finish")
}

async function* read(path: string): AsyncGenerator<readonly string[]> {
  let rest = ""
  for await (const chunk of createReadStream(path, { encoding: "utf8", highWaterMark: 64 * 1024 })) {
    const lines = (rest + chunk).split("\n")
    rest = lines.pop() ?? ""
    if (lines.length > 0) yield lines
  }
}

interface Head {
  readonly source: AsyncGenerator<readonly string[]>
  page: readonly string[]
  at: number
}

/** A few files are merged by looking at each one's first line; more are first merged to few. */
async function* merge(paths: readonly string[]): AsyncGenerator<readonly string[]> {
  const heads: Head[] = []
  for (const path of paths) {
    const head = { source: read(path), page: [], at: -1 }
    if (await advance(head)) heads.push(head)
  }
  let page: string[] = []
  for (;;) {
    const first = least(heads)
    if (first === undefined) break
    page.push(first.page[first.at] ?? "")
    if (!(first.at + 1 < first.page.length ? ++first.at : await advance(first))) heads.splice(heads.indexOf(first), 1)
    if (page.length < pageLines) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}

const advance = async (head: Head): Promise<boolean> => {
  const { done, value } = await head.source.next()
  head.page = done === true ? [] : value
  head.at = 0
  return done !== true
}

const least = (heads: readonly Head[]): Head | undefined => {
  let first: Head | undefined
  for (const head of heads) {
    if (first === undefined || (head.page[head.at] ?? "") < (first.page[first.at] ?? "")) first = head
  }
  return first
}
