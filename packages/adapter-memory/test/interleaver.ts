/**
 * Decides who goes first. Everybody who waits is let on one at a time, in an order that was drawn beforehand, and only
 * once all have come as far as they can alone: so that two engines really stand between a load and a commit at once.
 */
export interface Interleaver {
  readonly wait: () => Promise<void>
  /** Lets those on who wait, until the work is done. */
  readonly until: <A>(work: Promise<A>) => Promise<A>
}

/** How many turns of the event loop somebody may need to get from one wait to the next. */
const turns = 4

export const interleaver = (picks: readonly number[]): Interleaver => {
  const waiting: (() => void)[] = []
  let drawn = 0
  return {
    wait: () => new Promise((resolve) => waiting.push(resolve)),
    until: async (work) => {
      let isDone = false
      const settled = work.finally(() => {
        isDone = true
      })
      // A failure is told to whoever awaits the answer below; until then it is not an unhandled one.
      settled.catch(() => {})
      while (!isDone) {
        for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve))
        if (waiting.length === 0) continue
        const pick = picks[drawn++ % Math.max(1, picks.length)] ?? 0
        waiting.splice(pick % waiting.length, 1)[0]?.()
      }
      return settled
    }
  }
}
