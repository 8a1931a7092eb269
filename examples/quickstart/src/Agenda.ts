/** What is still to come, the earliest first; at one time, in the order in which it was noted. */
export interface Agenda<A> {
  readonly note: (at: number, what: A) => void
  /** Takes out all that is due by a time. */
  readonly due: (by: number) => readonly A[]
  readonly size: () => number
}

interface Entry<A> {
  readonly at: number
  readonly n: number
  readonly what: A
}

export const make = <A>(): Agenda<A> => {
  const heap: Entry<A>[] = []
  let count = 0
  return {
    note: (at, what) => push(heap, { at, n: count++, what }),
    due: (by) => {
      const due: A[] = []
      for (let first = heap[0]; first !== undefined && first.at <= by; first = heap[0]) {
        due.push(first.what)
        pop(heap)
      }
      return due
    },
    size: () => heap.length
  }
}

const isBefore = (a: Entry<unknown>, b: Entry<unknown>): boolean => (a.at !== b.at ? a.at < b.at : a.n < b.n)

const push = <A>(heap: Entry<A>[], entry: Entry<A>): void => {
  let i = heap.length
  while (i > 0) {
    const up = (i - 1) >> 1
    const parent = heap[up]
    if (parent === undefined || isBefore(parent, entry)) break
    heap[i] = parent
    i = up
  }
  heap[i] = entry
}

const pop = <A>(heap: Entry<A>[]): void => {
  const last = heap.pop()
  if (last === undefined || heap.length === 0) return
  let i = 0
  for (;;) {
    const left = heap[2 * i + 1]
    if (left === undefined) break
    const right = heap[2 * i + 2]
    const isRight = right !== undefined && isBefore(right, left)
    const child = isRight ? right : left
    if (isBefore(last, child)) break
    heap[i] = child
    i = 2 * i + (isRight ? 2 : 1)
  }
  heap[i] = last
}
