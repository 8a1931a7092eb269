/** What the store says of taxes: from when on it has to know something, and that it does. */
import type { Envelope } from "./Envelope.ts"
import type * as Fact from "./Fact.ts"
import type { PersonId } from "./Ids.ts"

export interface TaxThresholdsSet extends Envelope {
  readonly _tag: "TaxThresholdsSet"
  /** The n-th time that they were set, from 1. */
  readonly n: number
  readonly thresholds: readonly Fact.TaxThreshold[]
}

export interface TaxDetailsFiled extends Envelope {
  readonly _tag: "TaxDetailsFiled"
  readonly person: PersonId
  readonly n: number
  readonly country: string | null
  readonly onFile: readonly Fact.OnFile[]
}
