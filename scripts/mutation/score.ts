import { equivalents, isTie } from "./equivalents.ts"

interface Position {
  readonly line: number
  readonly column: number
}

interface Mutant {
  readonly status: string
  readonly mutatorName: string
  readonly replacement?: string
  readonly location: { readonly start: Position; readonly end: Position }
}

/** What Stryker writes, as far as it is read here. */
export interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>
}

/** Faults that a test noticed, and all that one could have noticed. */
export interface Score {
  readonly name: string
  readonly noticed: number
  readonly all: number
  /** `file:line:column: what was replaced -> by what`. */
  readonly survivors: readonly string[]
  /** The same, of what changes nothing. */
  readonly equal: readonly string[]
}

const counted: Readonly<Record<string, boolean>> = { Killed: true, Timeout: true, Survived: false, NoCoverage: false }

export const scoreOf = (name: string, report: Report): Score => {
  const survivors: string[] = []
  const equal: string[] = []
  let noticed = 0
  for (const [file, { mutants, source }] of Object.entries(report.files)) {
    for (const mutant of mutants) {
      const isNoticed = counted[mutant.status]
      if (isNoticed === undefined) continue
      if (isNoticed) noticed++
      else if (isEquivalent(file, source, mutant)) equal.push(told(file, source, mutant))
      else survivors.push(told(file, source, mutant))
    }
  }
  return { name, noticed, all: noticed + survivors.length, survivors, equal }
}

const isEquivalent = (file: string, source: string, mutant: Mutant): boolean => {
  const [from, to] = rangeOf(source, mutant)
  const broken = `${source.slice(0, from)}${mutant.replacement}${source.slice(to)}`
  if (isTie(source.slice(from, to), mutant.replacement ?? "", source.slice(to))) return true
  return equivalents.some(({ becomes, code, file: of }) => {
    if (!file.endsWith(`/domain/${of}`)) return false
    for (let at = source.indexOf(code); at >= 0; at = source.indexOf(code, at + 1)) {
      if (broken === source.slice(0, at) + becomes + source.slice(at + code.length)) return true
    }
    return false
  })
}

const rangeOf = (source: string, { location: { end, start } }: Mutant): readonly [number, number] => {
  const lines = source.split("\n")
  const offset = ({ column, line }: Position): number =>
    lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + column - 1
  return [offset(start), offset(end)]
}

const told = (file: string, source: string, mutant: Mutant): string => {
  const { column, line } = mutant.location.start
  const was = source.slice(...rangeOf(source, mutant))
  return `${file}:${line}:${column}: ${short(was)} -> ${short(mutant.replacement ?? "")} (${mutant.mutatorName})`
}

const short = (code: string): string => {
  const flat = code.replaceAll(/\s+/g, " ")
  return flat.length <= 100 ? flat : `${flat.slice(0, 100)}...`
}
