/** The figures of terms, and whether a text for people names them. */
import { Money } from "@goodword/core"
import * as Result from "effect/Result"

/** Every amount and number in terms as they are written. */
export const figuresIn = (value: unknown): readonly string[] => {
  if (typeof value === "number") return [`${value}`]
  if (typeof value === "string") return Result.isSuccess(Money.parse(value)) ? [value.split(" ")[0] ?? value] : []
  if (typeof value !== "object" || value === null) return []
  return Object.values(value).flatMap(figuresIn)
}

/** The amounts among them. */
export const amountsIn = (value: unknown): readonly Money.Money[] => {
  if (typeof value === "string") {
    const amount = Money.parse(value)
    return Result.isSuccess(amount) ? [amount.success] : []
  }
  return typeof value !== "object" || value === null ? [] : Object.values(value).flatMap(amountsIn)
}

const digits = (text: string): string => text.replace(/\D/gu, "")

/** `10.00`, `10`, `10,00` and `$10` all name 10.00: people write figures in their own way. */
export const names = (text: string, figure: string): boolean => {
  const said = [...text.matchAll(/\d(?:[\d.,'\u00a0\u202f]*\d)?/gu)].map(([one]) => digits(one))
  const whole = figure.replace(/\.0+$/u, "")
  return said.includes(digits(figure)) || said.includes(digits(whole))
}
