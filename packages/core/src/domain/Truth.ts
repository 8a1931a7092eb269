/**
 * Yes, no, or not known: what conditions that put others together reason with (the strong logic of Kleene). What is not
 * known satisfies nothing, and neither does its opposite.
 */
import { type Evidence, make } from "./Evidence.ts"

/** `null` is not known. */
export type Truth = boolean | null

/** What a check said: one that failed for want of a fact saw `null`. */
export const of = ({ actual, passed }: Evidence): Truth => passed || (actual === null ? null : false)

export const not = (one: Truth): Truth => (one === null ? null : !one)

/** A no decides, whatever is not known; no parts are a yes. */
export const all = (of: readonly Truth[]): Truth => (of.includes(false) ? false : of.includes(null) ? null : true)

/** A yes decides, whatever is not known; no parts are a no. */
export const any = (of: readonly Truth[]): Truth => (of.includes(true) ? true : of.includes(null) ? null : false)

/** The evidence of a whole: which of its parts are met, against all of them. */
export const evidence = (check: string, truth: Truth, parts: readonly Evidence[]): Evidence => {
  const met = parts.filter(({ passed }) => passed)
  return make(check, truth === true, truth === null ? null : namesOf(met) || "none", namesOf(parts))
}

const namesOf = (parts: readonly Evidence[]): string => parts.map(({ check }) => check).join(" ")
