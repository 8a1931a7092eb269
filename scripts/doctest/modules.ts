// Makes modules of fences: one as it stands, for the type checker, and one with its `// =>` comments made into checks.
import { posix } from "node:path"
import { parseSync, type Statement } from "oxc-parser"
import type { Fence, Line } from "./fences.ts"

export interface Module {
  readonly fence: Fence
  /** File name without an extension. */
  readonly name: string
  readonly lines: ReadonlyArray<Line>
  readonly isRun: boolean
}

const isTypeScript = ({ language }: Fence): boolean => language === "ts" || language === "typescript"

export const problemOf = ({ info }: Fence): string | undefined =>
  /^(run|continue|no-run: \S.*)?$/.test(info)
    ? undefined
    : `\`ts ${info}\` is unknown. There are: ts, ts run, ts continue, ts no-run: why.`

/** A fence marked `continue` is one module with the fence before it in its file. */
export const modulesOf = (fences: ReadonlyArray<Fence>): ReadonlyArray<Module> => {
  const found: Array<Module> = []
  for (const fence of fences.filter(isTypeScript)) {
    const previous = found.at(-1)
    const isContinued = fence.info === "continue" && previous?.fence.path === fence.path
    found.push({
      fence,
      name: `${fence.path.replaceAll(/[^\w]+/g, "_")}_${fence.line}`,
      lines: isContinued ? [...previous.lines, ...fence.lines] : fence.lines,
      isRun: !fence.info.startsWith("no-run") && (!isContinued || previous.isRun)
    })
  }
  return found
}

interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

const apply = (text: string, edits: ReadonlyArray<Edit>): string =>
  [...edits]
    .sort((left, right) => right.start - left.start || right.end - left.end)
    .reduce((result, { start, end, text: insert }) => result.slice(0, start) + insert + result.slice(end), text)

/** Code in a doc comment may import its neighbors: "./Money.ts" is then the file beside the comment's own. */
const relinked = (path: string, specifier: string): string =>
  specifier.startsWith(".") ? `../../../${posix.join(posix.dirname(path), specifier)}` : specifier

interface Value {
  readonly start: number
  /** Before a semicolon, which may stand on the next line. */
  readonly end: number
  /** Of the constant, where the statement declares one. */
  readonly name?: string
}

const valueIn = (statement: Statement): Value | undefined => {
  if (statement.type === "ExpressionStatement") {
    const { start, end } = statement.expression
    return { start, end }
  }
  if (statement.type !== "VariableDeclaration") return undefined
  const last = statement.declarations.at(-1)
  return last?.id.type === "Identifier" ? { start: last.start, end: last.end, name: last.id.name } : undefined
}

const expectation = /^\s*=>\s*(.+?)\s*$/s

/** Lines stay where they are, so that a line of either module is a line of the fence. */
export const textsOf = ({ fence, lines }: Module): { readonly plain: string; readonly checked: string } => {
  const text = lines.map((line) => line.text).join("\n")
  const { program, comments, module } = parseSync("fence.ts", text)
  const links: Array<Edit> = [
    ...module.staticImports,
    ...module.staticExports.flatMap(({ entries }) => entries)
  ].flatMap((entry) => {
    const request = entry.moduleRequest
    if (request === null || request === undefined || !request.value.startsWith(".")) return []
    return [{ start: request.start, end: request.end, text: JSON.stringify(relinked(fence.path, request.value)) }]
  })
  const lineAt = (offset: number): number => text.slice(0, offset).split("\n").length
  const checks = comments.flatMap((comment): ReadonlyArray<Edit> => {
    const wanted = comment.type === "Line" ? expectation.exec(comment.value)?.[1] : undefined
    const line = lines[lineAt(comment.start) - 1]?.number ?? 0
    // What a fence continues was compared where it stands.
    if (wanted === undefined || line < fence.line) return []
    const call = `;await globalThis.__doctest(${line}, ${JSON.stringify(wanted)}, async () => (`
    const value = program.body
      .map(valueIn)
      .findLast((node) => node !== undefined && node.end <= comment.start && lineAt(node.end) === lineAt(comment.start))
    if (value === undefined)
      return [{ start: comment.start, end: comment.start, text: `${call}{}.noValueBeforeThisComment()));` }]
    if (value.name !== undefined) return [{ start: value.end, end: value.end, text: `${call}${value.name}))` }]
    return [
      { start: value.start, end: value.start, text: call },
      { start: value.end, end: value.end, text: "))" }
    ]
  })
  return { plain: `${apply(text, links)}\nexport {}\n`, checked: `${apply(text, [...links, ...checks])}\nexport {}\n` }
}
