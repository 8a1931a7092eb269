/**
 * The only place that knows who people are: it gives every person an opaque id, and turns an e-mail address into a keyed
 * hash. Nothing else of Goodword ever stores an address.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { PersonId, Tenant } from "../domain/Ids.ts"
import type { DirectoryError } from "./PortError.ts"

export interface DirectoryShape {
  /** The person behind the store's own id: always the same one, minted at the first call. Atomic among callers. */
  readonly personFor: (
    tenant: Tenant,
    kind: "customer" | "visitor",
    external: string
  ) => Effect.Effect<PersonId, DirectoryError>
  /** A keyed hash of a folded e-mail address; the same address gives the same print within a tenant. */
  readonly print: (tenant: Tenant, kind: "email", folded: string) => Effect.Effect<string, DirectoryError>
}

export class Directory extends Context.Service<Directory, DirectoryShape>()("@goodword/core/ports/Directory") {}
