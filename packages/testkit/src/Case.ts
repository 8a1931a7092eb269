/** A case is data: it can be listed, counted, run by any runner, and quoted by its id in a bug report. */
import type * as Effect from "effect/Effect"
import type { Faults, World } from "./World.ts"

export type Area =
  | "round trips"
  | "receipts"
  | "facts"
  | "counters"
  | "atomicity"
  | "racers"
  | "event order"
  | "pages"
  | "outbox"
  | "limits"
  | "tenants"
  | "failures"
  | "processes"
  | "erasure"
  | "migrations"
  | "workload"
  | "engines"

/** What a case needs beside an open store. */
export type Hook = keyof Faults | "another" | "migrate"

export interface Case {
  /** `area/what`, never renamed: skips and bug reports name it. */
  readonly id: string
  readonly area: Area
  /** The laws of `docs/laws.md` that it tries on the store. */
  readonly laws?: readonly number[]
  /** Money, concurrency, tenants and erasure: such a case cannot be skipped. */
  readonly isRequired: boolean
  /** The hook without which it cannot run; the verdict is then incomplete. Without `migrate` it is left out. */
  readonly needs?: Hook
  /** Fails or throws where the store does not keep its promise. */
  readonly run: (world: World) => Effect.Effect<void, unknown>
}

/** What a case of an area is given; the rest follows from the area. */
export interface Part {
  readonly laws?: readonly number[]
  readonly isRequired?: boolean
  readonly needs?: Hook
  readonly run: Case["run"]
}

/** The cases of one area, each under its name. */
export const area = (
  name: Area,
  options: Pick<Case, "isRequired" | "laws">,
  parts: Readonly<Record<string, Part | Case["run"]>>
): readonly Case[] =>
  Object.entries(parts).map(([what, part]) => ({
    id: `${name.replaceAll(" ", "-")}/${what}`,
    area: name,
    ...options,
    ...(typeof part === "function" ? { run: part } : part)
  }))
