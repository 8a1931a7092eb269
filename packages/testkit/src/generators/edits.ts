/** Edits of a program as marketers make them: the offers stay what they are, and give more or less. */
import { Money, Program } from "@goodword/core"
import * as Result from "effect/Result"
import fc from "fast-check"

type Json = unknown

/** Every amount and percentage that a reward names, so many hundredths of it; nothing below the smallest amount. */
const times = (json: Json, hundredths: number): Json => {
  if (Array.isArray(json)) return json.map((one) => times(one, hundredths))
  if (typeof json !== "object" || json === null) return json
  const fields = Object.entries(json).map(([name, value]) => [name, times(value, hundredths)] as const)
  if (!("kind" in json)) return Object.fromEntries(fields)
  return Object.fromEntries(
    fields.map(([name, value]) => {
      if (name === "amount" && typeof value === "string") return [name, amount(value, hundredths)]
      return name === "percent" ? [name, Math.min(100, Math.max(1, (Number(value) * hundredths) / 100))] : [name, value]
    })
  )
}

const amount = (text: string, hundredths: number): string => {
  const parsed = Money.parse(text)
  if (Result.isFailure(parsed)) return text
  const { minor, unit } = parsed.success
  const product = (minor * BigInt(hundredths)) / 100n
  return Money.format({ minor: product > 0n ? product : 1n, unit })
}

/** A program whose rewards are worth more or less; as it was, where that would be no program. */
export const repriced = (program: Program.Input): fc.Arbitrary<Program.Input> =>
  fc.constantFrom(10, 50, 99, 101, 150, 300).map((hundredths) => {
    const edited = { ...program } as Record<string, Json>
    for (const side of ["friend", "advocate", "milestones"]) edited[side] = times(edited[side], hundredths)
    return Result.isSuccess(Program.decode(edited)) ? (edited as unknown as Program.Input) : program
  })
