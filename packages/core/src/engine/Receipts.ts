/** Receipts: one key, one answer. The same question gets the first answer; another question under its key is refused. */
import type { Rejection } from "../domain/Rejection.ts"
import * as Wire from "../domain/Wire.ts"
import type { Receipt } from "../ports/Store.ts"

/** A question as text, with its fields in order, so that two can be compared field by field. */
export const fingerprint = (fields: Readonly<Record<string, unknown>>): string => {
  const written: (readonly [string, Wire.Json])[] = []
  for (const name of Object.keys(fields).sort()) {
    const value = fields[name]
    if (value !== undefined) written.push([name, Wire.encode(value)])
  }
  return JSON.stringify(written)
}

/** `undefined` where the receipt answers this very question. */
export const mismatch = (receipt: Receipt, asked: string): Rejection | undefined =>
  receipt.fingerprint === asked
    ? undefined
    : { _tag: "KeyReused", key: receipt.key, field: differingField(receipt.fingerprint, asked) }

const differingField = (before: string, after: string): string => {
  const first = new Map<string, string>(fields(before))
  const second = new Map<string, string>(fields(after))
  const names = [...new Set([...first.keys(), ...second.keys()])]
  return names.find((name) => first.get(name) !== second.get(name)) ?? "question"
}

const fields = (text: string): readonly [string, string][] =>
  (JSON.parse(text) as readonly [string, unknown][]).map(([name, value]) => [name, JSON.stringify(value)])
