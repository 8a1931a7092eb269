// What was asked and what was answered, one line each, in a file that a killed process leaves behind: a line is with the
// system the moment `write` returns, before the caller does anything else.
import { closeSync, fstatSync, openSync, readSync, writeSync } from "node:fs"
import type { Call } from "./calls.ts"

export type Line =
  | { readonly is: "asked"; readonly id: string; readonly call: Call }
  | { readonly is: "answered"; readonly id: string; readonly answer: unknown }
  /** The domain said no. */
  | { readonly is: "refused"; readonly id: string; readonly tag: string }
  /** Whether it was done is not known. */
  | { readonly is: "failed"; readonly id: string; readonly tag: string; readonly message: string }

export const writer = (path: string): { readonly write: (line: Line) => void } => {
  const file = openSync(path, "a")
  // So that what a killed process left unfinished stands on a line of its own.
  writeSync(file, "\n")
  return { write: (line) => void writeSync(file, `${JSON.stringify(line)}\n`) }
}

/** Reads on from where it stopped, up to the last whole line. */
export const reader = (path: string): { readonly read: () => readonly Line[] } => {
  let at = 0
  return {
    read: () => {
      const bytes = bytesFrom(path, at)
      const end = bytes.lastIndexOf(10) + 1
      at += end
      return bytes.subarray(0, end).toString("utf8").split("\n").flatMap(parse)
    }
  }
}

const bytesFrom = (path: string, start: number): Buffer => {
  const file = openSync(path, "a+")
  const bytes = Buffer.alloc(fstatSync(file).size - start)
  const length = readSync(file, bytes, 0, bytes.length, start)
  closeSync(file)
  return bytes.subarray(0, length)
}

const parse = (text: string): readonly Line[] => {
  if (text === "") return []
  try {
    return [JSON.parse(text) as Line]
  } catch {
    // Cut off by the kill: it was never said.
    return []
  }
}
