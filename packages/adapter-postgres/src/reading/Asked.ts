/** What is asked of reading, checked: an issue names the field, what came in and what to write. */
import { Calendar, InvalidInput } from "@goodword/core"
import * as Result from "effect/Result"

export const limitMax = 1000

const refuse = (path: string, message: string): never => {
  throw new InvalidInput({ issues: [{ path, message }] })
}

/** How many rows: between 1 and 1000. */
export const limit = (value: number | undefined, otherwise: number, path = "limit"): number => {
  const asked = value ?? otherwise
  if (Number.isInteger(asked) && asked >= 1 && asked <= limitMax) return asked
  return refuse(path, `${asked} is not a number of rows: write a whole number from 1 to ${limitMax}`)
}

const day = (value: string, path: string): string => {
  const read = Calendar.parseDate(value)
  return Result.isSuccess(read) ? read.success : refuse(path, read.failure.message)
}

export interface Days {
  readonly from: string
  readonly to: string
}

/** The days from one to another, both included. */
export const days = ({ from, to }: Days): Days => {
  const asked = { from: day(from, "from"), to: day(to, "to") }
  return asked.from <= asked.to ? asked : refuse("to", `${to} is before ${from}, which is "from": exchange the two`)
}
