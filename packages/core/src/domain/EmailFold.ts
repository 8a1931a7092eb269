/**
 * Folds an e-mail address to its mailbox, so that `Jane.Doe+shop@googlemail.com` and `janedoe@gmail.com` are seen as one.
 *
 * What is folded is what the provider is known to fold (`internal/mailbox-providers.ts`) and what the standards say is
 * the same: the domain's case, width and punycode, and quotes that need not be there. Two mailboxes that a provider
 * keeps apart stay apart. Case of the name is folded for all: the standard would let a provider tell `Jane` from `jane`,
 * and none does.
 *
 * A domain with letters beyond ASCII is written with them. It is compared after NFKC, small letters and RFC 3492; the
 * rest of UTS 46 (which letters a registry would refuse) needs tables that are not here, and refuses nothing.
 */
import type * as Brand from "effect/Brand"
import * as Result from "effect/Result"
import { type MailboxProvider, providerOf } from "./internal/mailbox-providers.ts"
import * as punycode from "./internal/punycode.ts"

/** An address as its mailbox is written. Personal data: it is hashed with a key, and neither stored nor logged. */
export type FoldedEmail = string & Brand.Brand<"FoldedEmail">

/** The text is no e-mail address. Neither field repeats any of it, since errors reach logs. */
export interface MalformedEmail {
  readonly _tag: "MalformedEmail"
  readonly message: string
}

/**
 * RFC 5321, 4.5.3.1: a path of 256 octets has two angle brackets around the address. A domain is counted in letters:
 * its octets are those of its punycode, which has no fewer.
 */
const max = { text: 1024, address: 254, local: 64, label: 63 }

/**
 * Folds an address.
 *
 * @example
 * import * as Result from "effect/Result"
 * import * as EmailFold from "./EmailFold.ts"
 * Result.getOrThrow(EmailFold.fold(" Jane.Doe+shop@GoogleMail.com ")) // => "janedoe@gmail.com"
 * Result.getOrThrow(EmailFold.fold("jane.doe+shop@example.com")) // => "jane.doe+shop@example.com"
 * Result.isFailure(EmailFold.fold("jane.doe")) // => true
 */
export const fold = (text: string): Result.Result<FoldedEmail, MalformedEmail> => {
  if (text.length > max.text) return malformed(`is longer than ${max.address} octets`)
  const address = text.trim()
  if (!address.isWellFormed()) return malformed("has half of a surrogate pair")
  const at = address.lastIndexOf("@")
  if (at === -1) return malformed("has no @")
  const local = localOf(address.slice(0, at))
  if (local === undefined)
    return malformed(`has no name before the @ that could be one, of ${max.local} octets at most`)
  const domain = domainOf(address.slice(at + 1))
  if (domain === undefined) return malformed("has no domain after the @, such as example.com")
  return octets(local) + "@".length + domain.length > max.address
    ? malformed(`is longer than ${max.address} octets`)
    : Result.succeed(mailboxOf(local, domain) as FoldedEmail)
}

const malformed = (fault: string): Result.Result<never, MalformedEmail> =>
  Result.fail({ _tag: "MalformedEmail", message: `the e-mail address ${fault}` })

/** UTF-8 without an encoder. */
const octets = (text: string): number => {
  let sum = 0
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0
    sum += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return sum
}

/** Letter by letter, so that no letter depends on those beside it (a final sigma) or on a locale. */
const small = (text: string): string => Array.from(text, (letter) => letter.toLowerCase()).join("")

/** Letters, digits, marks that need no quotes, and dots; more dots than the standard allows are some mailboxes' names. */
const plainLocal = /^[^\s\p{Cc}\p{Cf}"(),:;<>@[\\\]]+$/u
const quotedLocal = /^"(?:[^"\\\p{Cc}]|\\[^\p{Cc}])*"$/u
const needsNoQuotes = /^[^\s\p{Cc}\p{Cf}"(),.:;<>@[\\\]]+(?:\.[^\s\p{Cc}\p{Cf}"(),.:;<>@[\\\]]+)*$/u

/** The name in small letters, in quotes only where it needs them. */
const localOf = (written: string): string | undefined => {
  const text = small(written.normalize("NFC")).normalize("NFC")
  if (octets(text) > max.local) return undefined
  if (plainLocal.test(text)) return text
  if (!quotedLocal.test(text)) return undefined
  const meant = text
    .slice(1, -1)
    .replace(/\\(\P{Cc})/gu, "$1")
    .normalize("NFC")
  return needsNoQuotes.test(meant) ? meant : `"${meant.replace(/["\\]/gu, "\\$&")}"`
}

/** Letters, digits and hyphens, and what is not ASCII at all. */
const label = /^(?!-)(?:[a-z0-9-]|[^\p{ASCII}\s\p{Cc}\p{Cf}])+(?<!-)$/u

/** The domain in small letters, with its letters rather than their punycode. */
const domainOf = (written: string): string | undefined => {
  const labels = canonical(written)
    .replace(/\.$/u, "")
    .split(".")
    .map((one) => (one.startsWith("xn--") ? lettersOf(one) : one))
  const isDomain = labels.length > 1 && labels.every((one) => one.length <= max.label && label.test(one))
  return isDomain ? labels.join(".") : undefined
}

/** One of the ways to write the same letters; soft hyphens and the like are not there for a name server. */
const canonical = (text: string): string =>
  small(text.normalize("NFKC"))
    .normalize("NFKC")
    .replace(/[\u00ad\u200b\u2060\ufeff]/gu, "")
    .replaceAll("\u3002", ".")

/** What is no well-made punycode stays as it is: it may be somebody's domain all the same. */
const lettersOf = (xn: string): string => {
  const letters = punycode.decode(xn.slice("xn--".length))
  const isWellMade = letters !== undefined && /\P{ASCII}/u.test(letters) && canonical(letters) === letters
  return isWellMade && label.test(letters) ? letters : xn
}

const mailboxOf = (local: string, domain: string): string => {
  const provider = providerOf(domain)
  if (provider !== undefined) return `${nameOf(local, provider)}@${provider.domain ?? domain}`
  const [name = "", ...parent] = domain.split(".")
  const home = parent.join(".")
  // Fastmail writes an underscore of a name as a hyphen here; which of the two is meant cannot be seen.
  const isSubdomain = providerOf(home)?.subdomain === true && /^[a-z0-9]+$/u.test(name)
  return isSubdomain ? `${name}@${home}` : `${local}@${domain}`
}

/** The name that the provider sees; a name of which nothing would be left, or that is in quotes, stays as it is. */
const nameOf = (local: string, { plus, unseen }: MailboxProvider): string => {
  if (local.startsWith('"')) return local
  const base = plus === true ? local.replace(/\+.*$/u, "") : local
  const name = unseen === undefined ? base : base.replace(unseen, "")
  return name === "" ? local : name
}
