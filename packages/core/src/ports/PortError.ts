/**
 * What can go wrong outside: each failure says why and whether trying again can help. The engine never looks at the
 * errors of a driver.
 */
import * as Data from "effect/Data"

const docs = (page: string): string => `https://goodword.dev/errors/${page}`

export type StoreReason =
  /** Not reachable, restarting, or too busy. Whether a commit took place is not known: ask again with the same key. */
  | "Unavailable"
  /** The batch is larger than the store's limits. */
  | "TooLarge"
  /** What is stored cannot be read: a newer release wrote it, or it was damaged. */
  | "Unreadable"
  /** The store refused for a reason of its own. */
  | "Refused"

/** Decided for each reason: a new one does not compile without an answer. */
const storeRetries: { readonly [Reason in StoreReason]: boolean } = {
  Unavailable: true,
  TooLarge: false,
  Unreadable: false,
  Refused: false
}

export class StoreError extends Data.TaggedError("StoreError")<{
  readonly reason: StoreReason
  readonly message: string
  readonly cause?: unknown
}> {
  get isRetryable(): boolean {
    return storeRetries[this.reason]
  }
  get docs(): string {
    return docs("store-error")
  }
}

/** Facts were written since they were read, or a fenced counter has another value than it had. */
export class Conflict extends Data.TaggedError("Conflict")<{ readonly keys: readonly string[] }> {}

/** A counter's bound would not hold. */
export class Bound extends Data.TaggedError("Bound")<{ readonly keys: readonly string[] }> {}

/** A receipt, an event or a message with that id is there already. */
export class Duplicate extends Data.TaggedError("Duplicate")<{ readonly keys: readonly string[] }> {}

export type DeliveryReason = "Unavailable" | "Refused" | "Malformed"

const deliveryRetries: { readonly [Reason in DeliveryReason]: boolean } = {
  Unavailable: true,
  Refused: false,
  Malformed: false
}

/** A plugin could not do what it was asked to. */
export class DeliveryError extends Data.TaggedError("DeliveryError")<{
  readonly reason: DeliveryReason
  readonly message: string
  readonly cause?: unknown
}> {
  get isRetryable(): boolean {
    return deliveryRetries[this.reason]
  }
  get docs(): string {
    return docs("delivery-error")
  }
}

/** The directory of people did not answer. */
export class DirectoryError extends Data.TaggedError("DirectoryError")<{
  readonly message: string
  readonly cause?: unknown
}> {
  get isRetryable(): boolean {
    return true
  }
  get docs(): string {
    return docs("directory-error")
  }
}
