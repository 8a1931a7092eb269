/** What a door can refuse with. All of them are tagged, say what to do, and have a page in the docs. */
import * as Data from "effect/Data"
import type { Issue } from "../domain/internal/issues.ts"
import { issueText } from "../domain/internal/issues.ts"
import * as Rejection from "../domain/Rejection.ts"
import type { DirectoryError, StoreError } from "../ports/PortError.ts"

const docs = (page: string): string => `https://goodword.dev/errors/${page}`

/** What came in is not what the door takes; each issue names its path. Nothing was changed. */
export class InvalidInput extends Data.TaggedError("InvalidInput")<{ readonly issues: readonly Issue[] }> {
  override get message(): string {
    return issueText(this.issues)
  }
  get isRetryable(): boolean {
    return false
  }
  get docs(): string {
    return docs("invalid-input")
  }
}

/** Others came in between, again and again. Nothing was changed; the same call may succeed at once. */
export class Contended extends Data.TaggedError("Contended")<{ readonly keys: readonly string[] }> {
  override get message(): string {
    return `others kept changing ${this.keys.slice(0, 3).join(", ")}; nothing was recorded, so ask again`
  }
  get isRetryable(): boolean {
    return true
  }
  get docs(): string {
    return docs("contended")
  }
}

/** The engine was closed before the command was decided. */
export class Closed extends Data.TaggedError("Closed") {
  override get message(): string {
    return "goodword is closed; nothing was recorded"
  }
  get isRetryable(): boolean {
    return true
  }
  get docs(): string {
    return docs("closed")
  }
}

/**
 * The domain refused: `_tag` is the rejection's own, and its fields are in `rejection`.
 */
export class Refusal<R extends Rejection.Rejection = Rejection.Rejection> extends Error {
  readonly _tag: R["_tag"]
  readonly rejection: R
  constructor(rejection: R) {
    super(Rejection.message(rejection))
    this.name = rejection._tag
    this._tag = rejection._tag
    this.rejection = rejection
  }
  get isRetryable(): boolean {
    return Rejection.isRetryable(this.rejection)
  }
  get docs(): string {
    return docs(this._tag.replaceAll(/[A-Z]/gu, (c, at) => `${at === 0 ? "" : "-"}${c.toLowerCase()}`))
  }
}

/** One refusal per kind of rejection, so that `_tag` tells them apart. */
export type Refused = {
  [Tag in Rejection.RejectionTag]: Refusal<Extract<Rejection.Rejection, { _tag: Tag }>>
}[Rejection.RejectionTag]

export type EngineError = Refused | Contended | Closed | StoreError

export type DoorError = InvalidInput | EngineError | DirectoryError
