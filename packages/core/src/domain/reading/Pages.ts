/**
 * The side facts of a read model while events are folded into them. A fold asks for what it needs; what is not at hand
 * is noted and counts as absent, so that the engine loads it and folds once more.
 */
import type { FactKey } from "../Ids.ts"

/** What every key of the read models begins with. */
export const prefix = "reading/"

export class Pages {
  /** Keys that a fold asked for and that were not loaded. */
  readonly wanted = new Set<string>()
  /** What the events have changed. */
  readonly changed = new Map<string, unknown>()
  readonly #loaded: ReadonlyMap<string, unknown>

  /** @param loaded by key; `null` where nothing stands */
  constructor(loaded: ReadonlyMap<string, unknown>) {
    this.#loaded = loaded
  }

  get<A>(key: FactKey<A>): A | null {
    const own = this.changed.get(key)
    if (own !== undefined) return own as A | null
    const loaded = this.#loaded.get(key)
    if (loaded !== undefined) return loaded as A | null
    this.wanted.add(key)
    return null
  }

  /** `null` takes away what stood there. What is written is asked for too: its version has to be at hand. */
  put<A>(key: FactKey<A>, fact: A | null): void {
    if (!this.#loaded.has(key)) this.wanted.add(key)
    this.changed.set(key, fact)
  }
}
