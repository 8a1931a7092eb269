/** What a network does to messages on their way: it brings them twice, late, and in another order. */
import fc from "fast-check"

export interface Delivery<A> {
  readonly message: A
  /** 1 for the first time that this message comes. */
  readonly time: number
  /** Milliseconds after it was sent. */
  readonly delay: number
}

export interface Chaos {
  /** How often one message comes at most. */
  readonly timesMax?: number
  readonly delayMax?: number
}

/** Every message at least once, in the order of its arrival. */
export const deliveries = <A>(
  messages: readonly A[],
  { delayMax = 86_400_000, timesMax = 3 }: Chaos = {}
): fc.Arbitrary<readonly Delivery<A>[]> =>
  fc
    .tuple(
      ...messages.map((message) =>
        fc
          .array(fc.oneof(fc.constantFrom(0, 1, delayMax), fc.nat({ max: delayMax })), {
            minLength: 1,
            maxLength: timesMax
          })
          .map((delays) => delays.sort((a, b) => a - b).map((delay, i) => ({ message, time: i + 1, delay })))
      )
    )
    .map((all) => all.flat().sort((a, b) => a.delay - b.delay))
