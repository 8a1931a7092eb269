/**
 * A list in order, of any length, in pages: a B-tree of side facts. Entering, leaving and finding a place look at a few
 * pages, however long the list is.
 */
import type { FactKey } from "../Ids.ts"
import type { Instant } from "../Instant.ts"
import type { Pages } from "./Pages.ts"

/** One place in the order: the highest `minor` first, then the earliest `at`, then by `id`. */
export interface Place {
  readonly minor: bigint
  readonly at: Instant
  readonly id: string
}

/** A page with places, or with the pages below it; the order is that of the places. */
type Node = { readonly places: readonly Place[] } | { readonly below: readonly Below[] }

interface Below {
  /** The number of the page in its list. */
  readonly page: number
  readonly count: number
  readonly last: Place
}

export interface Root {
  readonly node: Node
  /** How many pages there ever were below it: the next one's number. */
  readonly pages: number
  readonly recorded: Instant
}

export type List = FactKey<Root>

const width = 32

/** Below zero where `a` comes before `b`. */
export const compare = (a: Place, b: Place): number => {
  if (a.minor !== b.minor) return a.minor > b.minor ? -1 : 1
  if (a.at !== b.at) return a.at - b.at
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

const pageKey = (list: List, page: number): FactKey<Node> => `${list}/${page}`
const empty: Node = { places: [] }

const nodeOf = (pages: Pages, list: List, { page }: Below): Node => pages.get(pageKey(list, page)) ?? empty

const countOf = (node: Node): number =>
  "places" in node ? node.places.length : node.below.reduce((sum, { count }) => sum + count, 0)

const lastOf = (node: Node): Place | undefined => ("places" in node ? node.places.at(-1) : node.below.at(-1)?.last)

/** A list that is being changed: the numbers of new pages are drawn from it. */
interface Change {
  readonly pages: Pages
  readonly list: List
  count: number
}

/** Puts a place in; one that is there already stays as it is. */
export const enter = (pages: Pages, list: List, place: Place, recorded: Instant): void => {
  const root = pages.get(list)
  const change = { pages, list, count: root?.pages ?? 0 }
  const nodes = entered(change, root?.node ?? empty, place)
  const [only] = nodes
  const node = nodes.length === 1 && only !== undefined ? only : { below: nodes.map((one) => filed(change, one)) }
  pages.put(list, { node, pages: change.count, recorded })
}

/** The node with the place in it, as two where it became too wide. */
const entered = (change: Change, node: Node, place: Place): readonly Node[] => {
  if ("places" in node) {
    const i = indexOf(node.places, (one) => compare(one, place) >= 0)
    const found = node.places[i]
    if (found !== undefined && compare(found, place) === 0) return [node]
    return halves(node.places.toSpliced(i, 0, place)).map((places) => ({ places }))
  }
  const i = Math.min(
    indexOf(node.below, ({ last }) => compare(last, place) >= 0),
    node.below.length - 1
  )
  const child = node.below[i]
  if (child === undefined) return [{ places: [place] }]
  const [first, second] = entered(change, nodeOf(change.pages, change.list, child), place)
  const put = [first, second].flatMap((one, n) =>
    one === undefined ? [] : [filed(change, one, n === 0 ? child.page : undefined)]
  )
  return halves(node.below.toSpliced(i, 1, ...put)).map((below) => ({ below }))
}

/** The first that fits, or the end. */
const indexOf = <A>(all: readonly A[], fits: (one: A) => boolean): number => {
  const i = all.findIndex(fits)
  return i === -1 ? all.length : i
}

const halves = <A>(all: readonly A[]): readonly (readonly A[])[] =>
  all.length <= width ? [all] : [all.slice(0, all.length / 2), all.slice(all.length / 2)]

const filed = (change: Change, node: Node, known?: number): Below => {
  const page = known ?? change.count++
  change.pages.put(pageKey(change.list, page), node)
  return { page, count: countOf(node), last: lastOf(node) ?? nowhere }
}

const nowhere: Place = { minor: 0n, at: 0 as Instant, id: "" }

/** Takes a place out; nothing happens where it is not there. */
export const leave = (pages: Pages, list: List, place: Place, recorded: Instant): void => {
  const root = pages.get(list)
  if (root === null) return
  const change = { pages, list, count: root.pages }
  const node = left(change, root.node, place)
  if (node === root.node) return
  pages.put(list, countOf(node) === 0 ? null : { node, pages: change.count, recorded })
}

/** The same node where the place is not in it. */
const left = (change: Change, node: Node, place: Place): Node => {
  if ("places" in node) {
    const i = node.places.findIndex((one) => compare(one, place) === 0)
    return i === -1 ? node : { places: node.places.toSpliced(i, 1) }
  }
  const i = node.below.findIndex(({ last }) => compare(last, place) >= 0)
  const child = node.below[i]
  if (child === undefined) return node
  const before = nodeOf(change.pages, change.list, child)
  const after = left(change, before, place)
  if (after === before) return node
  if (countOf(after) > 0) return { below: node.below.toSpliced(i, 1, filed(change, after, child.page)) }
  change.pages.put(pageKey(change.list, child.page), null)
  return { below: node.below.toSpliced(i, 1) }
}

/** How many there are. */
export const count = (pages: Pages, list: List): number => countOf(pages.get(list)?.node ?? empty)

/** The last place, where there is one. */
export const last = (pages: Pages, list: List): Place | undefined => lastOf(pages.get(list)?.node ?? empty)

/** How many come before a place. */
export const before = (pages: Pages, list: List, place: Place): number => {
  let node = pages.get(list)?.node ?? empty
  for (let sum = 0; ; ) {
    if ("places" in node) return sum + node.places.filter((one) => compare(one, place) < 0).length
    const i = indexOf(node.below, (one) => compare(one.last, place) >= 0)
    for (const { count } of node.below.slice(0, i)) sum += count
    const child = node.below[i]
    if (child === undefined) return sum
    node = nodeOf(pages, list, child)
  }
}

/** The places after a number of them. */
export const slice = (pages: Pages, list: List, skip: number, limit: number): readonly Place[] => {
  const found: Place[] = []
  const walk = (node: Node, skipped: number): void => {
    if ("places" in node) {
      found.push(...node.places.slice(skipped, skipped + limit - found.length))
      return
    }
    let rest = skipped
    for (const child of node.below) {
      if (found.length >= limit) return
      if (child.count > rest) {
        walk(nodeOf(pages, list, child), rest)
        rest = 0
      } else rest -= child.count
    }
  }
  walk(pages.get(list)?.node ?? empty, skip)
  return found
}
