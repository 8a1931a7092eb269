/**
 * Which of the touches that are still remembered gets the credit. One model, one file in `attribution-models/`.
 */
import type { Touch } from "./Fact.ts"

export interface Example {
  readonly touches: readonly [Touch, ...Touch[]]
  /** The touch that wins. */
  readonly wins: string
}

export interface AttributionModel<Id extends string = string> {
  /** Stored forever; the name of its file. */
  readonly model: Id
  /** Picks among touches in the order of `before`, oldest first; there is at least one. */
  readonly pick: (touches: readonly [Touch, ...Touch[]]) => Touch
  readonly describe: (locale: string) => string
  readonly examples: readonly [Example, ...Example[]]
}

export const define = <const Id extends string>(model: AttributionModel<Id>): AttributionModel<Id> => model

/** The order of touches: by time, then by id, so that it never depends on the order of arrival. */
export const before = (a: Touch, b: Touch): number =>
  a.at !== b.at ? a.at - b.at : a.touch < b.touch ? -1 : a.touch > b.touch ? 1 : 0
