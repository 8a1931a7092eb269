/**
 * The names by which the domain knows people and business facts.
 *
 * A `PersonId` is opaque: it is minted once at the edge and says nothing about the person. Order, refund and quote ids
 * are the store's own words for its own things; they may not carry personal data.
 */
import * as Schema from "effect/Schema"

const readable = (what: string) =>
  Schema.String.check(
    Schema.makeFilter((text: string) => {
      if (text.length === 0) return `${what} is empty`
      if (text.length > 200) return `${what} has ${text.length} characters; 200 at most`
      if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/u.test(text)) return `${what} has a control character`
      if (!text.isWellFormed()) return `${what} has half of a surrogate pair`
      if (/[^@\s]@[^@\s]+\.[^@\s]/u.test(text)) {
        return `${what} looks like an e-mail address; ids are kept forever, so give an opaque id instead`
      }
      return true
    })
  )

/** A store on a platform; the first part of every key. */
export const Tenant = readable("the tenant").pipe(Schema.brand("Tenant"))
export type Tenant = typeof Tenant.Type

/** The store's own id of a customer or visitor, as it comes in at a door. */
export const ExternalId = readable("the id")

/** An opaque id of a person or of a visitor who is not known yet. */
export const PersonId = readable("the person's id").pipe(Schema.brand("PersonId"))
export type PersonId = typeof PersonId.Type

/** `spring`, `vip-2026`: lower case, digits and single hyphens, 64 characters at most. */
export const ProgramId = Schema.String.check(
  Schema.makeFilter(
    (text: string) =>
      (text.length <= 64 && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/u.test(text)) ||
      `must be lower-case letters, digits and single hyphens, such as "spring-2026"; got ${JSON.stringify(text)}`
  )
).pipe(Schema.brand("ProgramId"))
export type ProgramId = typeof ProgramId.Type

export const OrderId = readable("the order's id").pipe(Schema.brand("OrderId"))
export type OrderId = typeof OrderId.Type

export const RefundId = readable("the refund's id").pipe(Schema.brand("RefundId"))
export type RefundId = typeof RefundId.Type

export const DisputeId = readable("the dispute's id").pipe(Schema.brand("DisputeId"))
export type DisputeId = typeof DisputeId.Type

export const QuoteId = readable("the quote's id").pipe(Schema.brand("QuoteId"))
export type QuoteId = typeof QuoteId.Type

/** The code that an advocate gives to friends; compared in upper case. */
export const Code = Schema.String.check(
  Schema.makeFilter(
    (text: string) =>
      /^[A-Z0-9][A-Z0-9-]{2,31}$/u.test(text) ||
      // What is no code may be anything that was pasted there, so it is not repeated.
      "must be 3 to 32 letters, digits and hyphens, beginning with a letter or digit"
  )
).pipe(Schema.brand("Code"))
export type Code = typeof Code.Type

/** What a caller says is a reward's id; whether there is such a reward shows later. */
export const RewardIdText = Schema.String.check(
  Schema.makeFilter((text: string) => {
    if (text.length > 1_000) return `the reward's id has ${text.length} characters; 1,000 at most`
    return (
      (text.isWellFormed() && !/[\u0000-\u001f]/u.test(text)) ||
      "the reward's id has a control character or half of a surrogate pair"
    )
  })
)

/** `reward/<program>/<rule>/<side>/<person>/<occurrence>/g<generation>`: derived from the fact that earned it. */
export type RewardId = string

declare const holds: unique symbol
/** The key of a fact of type `A`; made in `Key.ts`. */
export type FactKey<A> = string & { readonly [holds]?: A }

/** Whose a reward is: a side of the referral that earned it, or whoever held the points that it was exchanged for. */
export type Side = "friend" | "advocate" | "holder"
