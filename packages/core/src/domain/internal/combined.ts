/** What conditions that put others together share: how their parts are written, and what their examples look at. */
import * as Schema from "effect/Schema"
import type { Sight } from "../Condition.ts"
import { cents } from "./example.ts"

/** A condition as it is written; its name and its terms are read by the catalogs (`Entries.ts`). */
export interface Written {
  readonly condition: string
}

/** What is read here is any object: which fields it may have, its own catalog entry says. */
export const One = Schema.Record(Schema.String, Schema.Unknown) as unknown as Schema.Codec<
  Readonly<Record<string, unknown>>,
  Written
>
export const Several = Schema.NonEmptyArray(One).check(Schema.isMaxLength(8))

export const toUs = { condition: "country-in", countries: ["US"] }

export const terms = { of: [toUs, { condition: "minimum-total", amount: "1.00 USD" }] } as const

export const seen = (country: string | null, minor: bigint): Sight => ({
  total: cents(minor),
  isNew: true,
  earlier: 0,
  country
})
