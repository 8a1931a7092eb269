// Finds the code in prose: fences of Markdown, and `@example` blocks of doc comments.
import { parseSync } from "oxc-parser"

/** A line of code and where it stands. */
export interface Line {
  readonly text: string
  /** In the file, from 1. */
  readonly number: number
}

export interface Fence {
  readonly path: string
  /** Where the code begins, from 1. */
  readonly line: number
  readonly language: string
  /** What follows the language: `run`, `no-run: why`, `continue`. */
  readonly info: string
  readonly lines: ReadonlyArray<Line>
}

const open = /^(\s*)(`{3,}|~{3,})\s*([\w-]*)[ \t]*(.*)$/

/** Fences may be indented, as in a list; their code loses the indent. */
const fencesIn = (path: string, lines: ReadonlyArray<Line>): Array<Fence> => {
  const found: Array<Fence> = []
  let current: { indent: string; mark: string; language: string; info: string; lines: Array<Line> } | undefined
  for (const line of lines) {
    if (current === undefined) {
      const [, indent = "", mark = "", language = "", info = ""] = open.exec(line.text) ?? []
      if (mark !== "") current = { indent, mark, language, info: info.trim(), lines: [] }
    } else if (line.text.trim() === current.mark) {
      const first = current.lines[0]
      if (first !== undefined) found.push({ path, line: first.number, ...current })
      current = undefined
    } else {
      const { indent } = current
      current.lines.push({ ...line, text: line.text.startsWith(indent) ? line.text.slice(indent.length) : line.text })
    }
  }
  return found
}

export const fencesOfMarkdown = (path: string, text: string): ReadonlyArray<Fence> =>
  fencesIn(
    path,
    text.split(/\r?\n/).map((line, index) => ({ text: line, number: index + 1 }))
  )

/** The lines of every `@example`, without the stars, up to the next tag. */
const examplesOf = (comment: ReadonlyArray<Line>): Array<Array<Line>> => {
  const found: Array<Array<Line>> = []
  let isExample = false
  let isFence = false
  for (const { text, number } of comment) {
    const line = { text: text.replace(/^\s*\* ?/, "").replace(/\s*$/, ""), number }
    if (!isFence && /^\s*@\w+/.test(line.text)) {
      isExample = /^\s*@example\b/.test(line.text)
      if (isExample) found.push([])
    } else if (isExample) found.at(-1)?.push(line)
    if (isExample && /^\s*```/.test(line.text)) isFence = !isFence
  }
  return found
}

/** An `@example` without a fence is code as a whole. */
export const fencesOfSource = (path: string, text: string): ReadonlyArray<Fence> => {
  const lineAt = (offset: number): number => text.slice(0, offset).split("\n").length
  return parseSync(path, text)
    .comments.filter(({ type, value }) => type === "Block" && value.startsWith("*"))
    .flatMap(({ value, start }) => {
      const comment = value.split(/\r?\n/).map((line, index) => ({ text: line, number: lineAt(start) + index }))
      return examplesOf(comment).flatMap((example): ReadonlyArray<Fence> => {
        if (example.some((line) => open.test(line.text))) return fencesIn(path, example)
        const first = example.findIndex((line) => line.text.trim() !== "")
        const lines = example.slice(first === -1 ? example.length : first)
        return lines[0] === undefined ? [] : [{ path, line: lines[0].number, language: "ts", info: "", lines }]
      })
    })
}
