// The rules of the source, as functions over files. `architecture.test.ts` runs them on the tree and on planted faults.
import { posix } from "node:path"
import { parseSync } from "oxc-parser"
import manifest from "../package.json" with { type: "json" }

export interface SourceFile {
  /** From the root of the repository, with forward slashes. */
  readonly path: string
  readonly text: string
}

export interface Violation {
  readonly at: string
  readonly rule: string
  readonly message: string
}

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

interface Import {
  readonly from: string
  readonly start: number
  readonly isTypeOnly: boolean
}

interface Parsed extends SourceFile {
  readonly nodes: ReadonlyArray<Node>
  readonly imports: ReadonlyArray<Import>
  readonly comments: ReadonlyArray<{ readonly value: string; readonly start: number }>
  readonly lineAt: (offset: number) => number
}

export type Rule = (file: Parsed) => Iterable<Omit<Violation, "at"> & { readonly start: number }>

const fileLinesMax = 500
const functionLinesMax = 70
const core = "packages/core/src/"
const domain = `${core}domain/`

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string"

const allNodes = (root: Node): Array<Node> => {
  const found: Array<Node> = []
  const pending: Array<Node> = [root]
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    found.push(node)
    for (const child of Object.values(node).flat()) if (isNode(child)) pending.push(child)
  }
  return found.sort((left, right) => left.start - right.start)
}

const importOf = (node: Node): Import | undefined => {
  const source = node.source
  if (!isNode(source) || typeof source.value !== "string") return undefined
  const from = source.value
  const specifiers = (node.specifiers ?? []) as ReadonlyArray<Node>
  const kindOf = (part: Node): unknown => part.importKind ?? part.exportKind
  const isTypeOnly =
    node.type === "TSImportType" ||
    kindOf(node) === "type" ||
    (specifiers.length > 0 && specifiers.every((part) => kindOf(part) === "type"))
  return { from, start: node.start, isTypeOnly }
}

export const parse = (file: SourceFile): Parsed => {
  const { program, comments, errors } = parseSync(file.path, file.text)
  const fatal = errors[0]
  if (fatal !== undefined) throw new Error(`${file.path} does not parse: ${fatal.message}`)
  const nodes = allNodes(program as unknown as Node)
  const lineStarts = [0, ...[...file.text.matchAll(/\n/g)].map((match) => match.index + 1)]
  return {
    ...file,
    nodes,
    comments,
    imports: nodes.map(importOf).filter((found) => found !== undefined),
    lineAt: (offset) => lineStarts.findLastIndex((start) => start <= offset) + 1
  }
}

const resolveRelative = (path: string, from: string): string => posix.join(posix.dirname(path), from)

// ---- Who may import whom

const floors = ["domain", "ports", "audit", "engine"] as const

/** 0 for the domain; the doors (index.ts, promise.ts and their like beside them) are above every floor. */
const floorOf = (path: string): number => {
  const floor = floors.findIndex((name) => path.startsWith(`${core}${name}/`))
  return floor === -1 ? floors.length : floor
}

const importsInward: Rule = function* (file) {
  if (!file.path.startsWith(core)) return
  for (const { from, start } of file.imports) {
    const fault = (message: string) => ({ rule: "imports point inward", start, message })
    if (from.startsWith(".")) {
      const target = resolveRelative(file.path, from)
      if (!target.startsWith(core)) yield fault(`"${from}" leaves packages/core/src. Move what is needed inside.`)
      else if (floorOf(target) > floorOf(file.path))
        yield fault(
          `"${from}" points outward. Allowed: domain <- ports <- audit <- engine <- index.ts, promise.ts. Move it inward.`
        )
    } else if (from !== "effect" && !from.startsWith("effect/"))
      yield fault(
        `"${from}" is not effect. Core depends on effect alone: put it behind a port, in an adapter or a plugin.`
      )
  }
}

const packageOf = (path: string): string => /^packages\/([^/]+)\//.exec(path)?.[1] ?? ""
const coreDoors = new Set(Object.keys(manifest.exports).map((door) => `@goodword/core${door.slice(1)}`))

const packagesMeetInCore: Rule = function* (file) {
  const own = packageOf(file.path)
  if (own === "core") return
  for (const { from, start } of file.imports) {
    const fault = (message: string) => ({ rule: "packages meet in core", start, message })
    if (from.startsWith("@goodword/") && !coreDoors.has(from))
      yield fault(`"${from}" is closed to packages/${own}. Use what @goodword/core exports, or export it there.`)
    if (from.startsWith(".") && !resolveRelative(file.path, from).startsWith(`packages/${own}/src/`))
      yield fault(`"${from}" leaves packages/${own}/src. Import the other package by its name.`)
    if (own === "testkit" && /^(vitest|node:test|@jest\/|mocha)/.test(from))
      yield fault(`"${from}" is a test runner. The testkit is given one: \`describeStore(store, runner)\`.`)
  }
}

const noBarrel: Rule = function* (file) {
  for (const { from, start } of file.imports)
    if (from === "effect")
      yield {
        rule: "no effect barrel",
        start,
        message: `Import the module, \`import * as Schema from "effect/Schema"\`.`
      }
}

// ---- What the domain does without

/** Modules of effect that run, wait or reach outside. The domain returns values. */
const running =
  /^effect\/(Effect|Layer|Runtime|ManagedRuntime|Fiber\w*|Stream|Sink|Channel|Schedule|Clock|Random|Console|Logger|Queue|PubSub|Ref|\w*Ref|Deferred|Scope|Semaphore|Config\w*|(sql|http|http-api|workflow|cluster|persistence|observability|crypto|platform|rpc|socket)(\/.*)?)$/

const isCallOf = (node: Node, name: string): boolean =>
  (node.type === "CallExpression" || node.type === "NewExpression") &&
  isNode(node.callee) &&
  node.callee.type === "Identifier" &&
  node.callee.name === name

const isMember = (node: Node, object: string, property: string): boolean =>
  node.type === "MemberExpression" &&
  isNode(node.object) &&
  node.object.name === object &&
  isNode(node.property) &&
  (node.property.name === property || node.property.value === property)

interface Ban {
  readonly what: string
  readonly instead: string
  readonly is: (node: Node) => boolean
  readonly except?: string
}

const bans: ReadonlyArray<Ban> = [
  { what: "Date.now", instead: "Take the moment as an argument.", is: (node) => isMember(node, "Date", "now") },
  {
    what: "new Date(",
    instead: "Take the moment as an argument and use the domain's own time functions.",
    is: (node) => isCallOf(node, "Date")
  },
  {
    what: "Math.random",
    instead: "Derive the value from facts, or take it as an argument.",
    is: (node) => isMember(node, "Math", "random")
  },
  {
    what: "async",
    instead: "Return what to load as a plan; the engine waits for it.",
    is: (node) => node.async === true
  },
  {
    what: "await",
    instead: "Return what to load as a plan; the engine waits for it.",
    is: (node) => node.type === "AwaitExpression" || (node.type === "ForOfStatement" && node.await === true)
  },
  {
    what: "throw",
    instead: "Return a Result with a rejection; for a bug call an assertion of domain/internal/assert.ts.",
    is: (node) => node.type === "ThrowStatement",
    except: `${domain}internal/assert.ts`
  },
  {
    what: "try",
    instead: "Return a Result; nothing in the domain throws what could be caught.",
    is: (node) => node.type === "TryStatement"
  },
  {
    what: "parseFloat",
    instead: "Money and rates are bigint: parse with a Schema.",
    is: (node) => isCallOf(node, "parseFloat") || isMember(node, "Number", "parseFloat")
  },
  {
    what: "Number(",
    instead: "Stay in bigint; decode numbers from text with a Schema; for a count use `.length` or `.size`.",
    is: (node) => isCallOf(node, "Number")
  },
  {
    what: "any",
    instead: "Name the type, or take `unknown` and decode it with a Schema.",
    is: (node) => node.type === "TSAnyKeyword"
  }
]

const domainIsPure: Rule = function* (file) {
  if (!file.path.startsWith(domain)) return
  for (const { from, start } of file.imports)
    if (running.test(from))
      yield {
        rule: "pure domain",
        start,
        message: `"${from}" runs things. Use effect/Result and plain values; effects belong to ports and engine.`
      }
  for (const node of file.nodes)
    for (const { what, instead, is, except } of bans)
      if (is(node) && file.path !== except)
        yield { rule: "pure domain", start: node.start, message: `${what}: ${instead}` }
}

const suppression = /biome-ignore|@ts-ignore|@ts-expect-error|@ts-nocheck|eslint-disable/

const noSuppression: Rule = function* (file) {
  if (!file.path.startsWith(domain)) return
  for (const { value, start } of file.comments) {
    const found = suppression.exec(value)?.[0]
    if (found !== undefined)
      yield {
        rule: "no suppression in the domain",
        start,
        message: `${found}: mend the cause, or move the code out of the domain.`
      }
  }
}

// ---- Sizes and names

const isGenerated = (path: string): boolean => posix.basename(path).startsWith("_")

const fileSize: Rule = function* (file) {
  const lines = file.text.replace(/\n$/, "").split("\n").length
  if (!isGenerated(file.path) && lines > fileLinesMax)
    yield {
      rule: "file size",
      start: 0,
      message: `${lines} lines, at most ${fileLinesMax}. Split it: one file, one idea.`
    }
}

const functions = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"])

const functionSize: Rule = function* (file) {
  for (const node of file.nodes) {
    if (!functions.has(node.type)) continue
    const lines = file.lineAt(node.end) - file.lineAt(node.start) + 1
    if (lines > functionLinesMax)
      yield {
        rule: "function size",
        start: node.start,
        message: `${lines} lines, at most ${functionLinesMax}. Give its parts names.`
      }
  }
}

const emptyNames = /^(utils?|common|helpers?|managers?|misc)$/i

const fileNames: Rule = function* (file) {
  const words = file.path
    .split("/")
    .slice(2)
    .flatMap((part) => part.replace(/\.\w+$/, "").split(/[-_.]|(?<=[a-z])(?=[A-Z])/))
  const empty = words.find((word) => emptyNames.test(word))
  if (empty !== undefined)
    yield { rule: "file names", start: 0, message: `"${empty}" says nothing. Name the file after the idea in it.` }
}

const audited = `${core}audit/`

/** The auditor shares no code with what it audits: of the domain it knows the shapes alone, and nothing of the engine. */
const auditorStandsApart: Rule = function* (file) {
  if (!file.path.startsWith(audited)) return
  for (const { from, isTypeOnly, start } of file.imports)
    if (from.startsWith(".") && !isTypeOnly && resolveRelative(file.path, from).startsWith(domain))
      yield {
        rule: "the auditor stands apart",
        start,
        message: `"${from}" is code that it audits. Import its types alone, and work the rest out anew.`
      }
}

export const rules: ReadonlyArray<Rule> = [
  importsInward,
  auditorStandsApart,
  packagesMeetInCore,
  noBarrel,
  domainIsPure,
  noSuppression,
  fileSize,
  functionSize,
  fileNames
]

/** Every fault of one file, in the order of its lines. */
export const faultsOf = (source: SourceFile): ReadonlyArray<Violation> => {
  const file = parse(source)
  return rules
    .flatMap((rule) => [...rule(file)])
    .sort((left, right) => left.start - right.start)
    .map(({ rule, message, start }) => ({ at: `${file.path}:${file.lineAt(start)}`, rule, message }))
}

/** Circles of imports. In the domain a type-only import counts too: it couples two ideas just as well. */
export const cyclesOf = (sources: ReadonlyArray<SourceFile>): ReadonlyArray<Violation> => {
  const edges = new Map(
    sources
      .map(parse)
      .map((file) => [
        file.path,
        file.imports
          .filter(({ from, isTypeOnly }) => from.startsWith(".") && (!isTypeOnly || file.path.startsWith(domain)))
          .map(({ from }) => resolveRelative(file.path, from))
      ])
  )
  const found: Array<Violation> = []
  const done = new Set<string>()
  const visit = (path: string, trail: ReadonlyArray<string>): void => {
    const seenAt = trail.indexOf(path)
    if (seenAt !== -1) {
      const circle = [...trail.slice(seenAt), path].map((step) => posix.basename(step)).join(" -> ")
      found.push({
        at: `${path}:1`,
        rule: "no cycles",
        message: `${circle}. Move what both need into a file of its own.`
      })
      return
    }
    if (done.has(path)) return
    for (const next of edges.get(path) ?? []) visit(next, [...trail, path])
    done.add(path)
  }
  for (const path of edges.keys()) visit(path, [])
  return found
}
