import * as Result from "effect/Result"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as EmailFold from "../../src/domain/EmailFold.ts"
import * as punycode from "../../src/domain/internal/punycode.ts"
import { law } from "../arbitraries/money.ts"

const folded = (text: string): string | undefined => Result.getOrUndefined(EmailFold.fold(text))
const refusal = (text: string): string => {
  const result = EmailFold.fold(text)
  return Result.isFailure(result) ? result.failure.message : `accepted as ${result.success}`
}

// What others publish about the same inputs. Source: the test or README named at the head of each block.
describe("EmailFold, golden", () => {
  // validatorjs/validator.js test/sanitizers.test.js (cdb7daf), default options
  it.each([
    ["test@me.com", "test@me.com"],
    ["some.name@gmail.com", "somename@gmail.com"],
    ["some.name@googleMail.com", "somename@gmail.com"],
    ["some.name+extension@gmail.com", "somename@gmail.com"],
    ["some.Name+extension@GoogleMail.com", "somename@gmail.com"],
    ["some.name.midd.leNa.me.+extension@gmail.com", "somenamemiddlename@gmail.com"],
    ["some.name+extension@unknown.com", "some.name+extension@unknown.com"],
    ["matthew..example@gmail.com", "matthew..example@gmail.com"],
    ["some.name..multiple@gmail.com", "somename..multiple@gmail.com"],
    ["test@ya.ru", "test@yandex.ru"],
    ["test@yandex.ua", "test@yandex.ru"],
    ["test@yandex.ru", "test@yandex.ru"],
    ["@gmail.com", undefined],
    ["@yahoo.com", undefined],
    ["foo+bar@icloud.com", "foo@icloud.com"],
    ["foo+bar@hotmail.co.uk", "foo@hotmail.co.uk"],
    ["foo+bar@yahoo.com", "foo+bar@yahoo.com"],
    ["SOME.name@yahoo.ca", "some.name@yahoo.ca"],
    ["SOME.name@me.com", "some.name@me.com"],
    ["ME@ymail.COM", "me@ymail.com"],
    ["JOHN@live.CA", "john@live.ca"]
  ])("validator.js: %s", (text, expected) => expect(folded(text)).toBe(expected))

  // wangyuehong/gonormail README
  it.each([
    ["A.B.c@Gmail.com", "abc@gmail.com"],
    ["a.b.c+001@gmail.com", "abc@gmail.com"],
    ["a.b.c+001@whatever.com", "a.b.c+001@whatever.com"]
  ])("gonormail: %s", (text, expected) => expect(folded(text)).toBe(expected))

  it("gabrola/email-normalizer README: a Fastmail subdomain", () => {
    expect(folded("whatever@username.fastmail.com")).toBe("username@fastmail.com")
  })

  // The rule in ProtonMail/WebClients src/helpers/string.js, removeEmailAlias
  it.each([
    ["jane_doe+shop@protonmail.com", "janedoe@protonmail.com"],
    ["jane-doe@pm.me", "janedoe@pm.me"]
  ])("Proton's clients: %s", (text, expected) => expect(folded(text)).toBe(expected))

  it.each([
    // validator.js and gabrola cut at the hyphen. At Yahoo the bare name can be another person's mailbox, which is why
    // gmr/email-normalize dropped the rule.
    ["foo-bar@yahoo.com", "foo-bar@yahoo.com", "foo@yahoo.com"],
    ["username-tag@yahoo.com", "username-tag@yahoo.com", "username@yahoo.com"],
    // gonormail keeps googlemail.com apart; Google delivers both to one mailbox.
    ["a.b.c+001@googlemail.com", "abc@gmail.com", "abc@googlemail.com"],
    // gonormail hands back what it cannot read.
    ["Not@A@Email", undefined, "Not@A@Email"]
  ])("differs on purpose: %s", (text, ours, theirs) => {
    expect(folded(text)).toBe(ours)
    expect(ours).not.toBe(theirs)
  })
})

describe("EmailFold", () => {
  it.each([
    ["space around it", "  jane@example.com\n", "jane@example.com"],
    ["case", "JANE@EXAMPLE.COM", "jane@example.com"],
    ["a domain that ends in a dot", "jane@gmail.com.", "jane@gmail.com"],
    ["a tag at an unknown provider", "jane+a@example.com", "jane+a@example.com"],
    ["tags at Outlook", "jane+a+b@outlook.com", "jane@outlook.com"],
    ["dots at Outlook", "ja.ne@outlook.com", "ja.ne@outlook.com"],
    ["Outlook's domains", "jane@hotmail.com", "jane@hotmail.com"],
    ["a tag at Fastmail", "jane+a@fastmail.com", "jane@fastmail.com"],
    ["a hyphen in a Fastmail subdomain", "a@jane-doe.fastmail.com", "a@jane-doe.fastmail.com"],
    ["two labels below Fastmail", "a@b.jane.fastmail.com", "a@b.jane.fastmail.com"],
    ["a subdomain of Gmail", "a@jane.gmail.com", "a@jane.gmail.com"],
    ["a tag at Yandex", "jane+a@ya.ru", "jane+a@yandex.ru"],
    ["nothing but a tag", "+a@gmail.com", "+a@gmail.com"],
    ["nothing but a dot", ".@gmail.com", ".@gmail.com"],
    ["double dots at Proton", "a..b@proton.me", "a..b@proton.me"],
    ["quotes that need not be there", '"jane.doe"@example.com', "jane.doe@example.com"],
    ["quotes at Gmail that need not be there", '"jane.doe"@gmail.com', "janedoe@gmail.com"],
    ["quotes that are needed", '"Jane Doe"@gmail.com', '"jane doe"@gmail.com'],
    ["an at sign in quotes", '"a@b"@example.com', '"a@b"@example.com'],
    ["a needless backslash", '"j\\ane"@example.com', "jane@example.com"],
    ["a needed backslash", '"a\\"b"@example.com', '"a\\"b"@example.com'],
    ["double dots in quotes", '"a..b"@example.com', '"a..b"@example.com'],
    ["wide letters in the domain", "jane@ｇｍａｉｌ．com", "jane@gmail.com"],
    ["the ideographic full stop", "jane@gmail。com", "jane@gmail.com"],
    ["a soft hyphen in the domain", "jane@gm\u00adail.com", "jane@gmail.com"],
    ["letters beyond ASCII", "jane@MÜNCHEN.de", "jane@münchen.de"],
    ["their decomposed form", "jane@mu\u0308nchen.de", "jane@münchen.de"],
    ["their punycode", "jane@xn--mnchen-3ya.de", "jane@münchen.de"],
    ["punycode in capitals", "jane@XN--MNCHEN-3YA.DE", "jane@münchen.de"],
    ["sharp s, which is not ss", "jane@straße.de", "jane@straße.de"],
    ["punycode of small letters that are none", "jane@xn--abc-.com", undefined],
    ["broken punycode", "jane@xn--0.com", "jane@xn--0.com"],
    ["a name beyond ASCII", "JÖRG@example.com", "jörg@example.com"],
    ["a capital sigma", "ΟΔΟΣ@example.com", "οδοσ@example.com"],
    ["compatible letters in the name stay apart", "ﬁ@example.com", "ﬁ@example.com"]
  ])("%s: %j", (_, text, expected) => expect(folded(text)).toBe(expected))

  it.each([
    ["", "has no @"],
    ["jane", "has no @"],
    ["jane@", "has no domain"],
    ["jane@localhost", "has no domain"],
    ["jane@-a.com", "has no domain"],
    ["jane@a-.com", "has no domain"],
    ["jane@a..com", "has no domain"],
    ["jane@a_b.com", "has no domain"],
    ["jane@[127.0.0.1]", "has no domain"],
    ["jane@exa mple.com", "has no domain"],
    ["jane@ex\u0000ample.com", "has no domain"],
    [`jane@${"a".repeat(64)}.com`, "has no domain"],
    ["jane doe@example.com", "has no name"],
    ["ja\u200dne@example.com", "has no name"],
    ['ja"ne@example.com', "has no name"],
    ['"ja\u0007ne"@example.com', "has no name"],
    ["Jane <jane@example.com>", "has no"],
    [`${"a".repeat(65)}@example.com`, "has no name"],
    [`${"é".repeat(33)}@example.com`, "has no name"],
    [`${"a".repeat(64)}@${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(62)}`, "is longer than 254 octets"],
    ["\ud800@example.com", "has half of a surrogate pair"]
  ])("refuses %j", (text, fault) => expect(refusal(text)).toContain(fault))

  it("refuses a page of text without reading it", () => {
    expect(refusal(`${"a".repeat(100_000)}@example.com`)).toContain("is longer than 254 octets")
  })

  it("takes the longest address that there is", () => {
    const longest = `${"a".repeat(64)}@${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(61)}`
    expect(longest).toHaveLength(254)
    expect(folded(longest)).toBe(longest)
  })
})

const letters = (alphabet: string, min: number, max: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength: min, maxLength: max })

const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc
    .tuple(fc.string({ unit: "binary", maxLength: 20 }), fc.string({ unit: "binary", maxLength: 20 }))
    .map(([local, domain]) => `${local}@${domain}.com`),
  fc
    .tuple(
      letters('aB.+-_"\\ @<\u0338éÉ', 0, 12),
      letters("aB.-xnéÜ0", 0, 12),
      fc.constantFrom("gmail", "pm", "ya", "me")
    )
    .map(([local, domain, name]) => `${local}@${domain}${name}.com`)
)

describe("EmailFold, laws", () => {
  it("folds what is folded to itself", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = folded(text)
        if (once !== undefined) expect(folded(once)).toBe(once)
      }),
      { numRuns: law.numRuns * 10 }
    )
  })

  it("never repeats the address in its error", () => {
    fc.assert(
      fc.property(letters("qjxzé", 4, 30), fc.constantFrom("", "@", "@x", "@[x]", " @x.com"), (secret, tail) => {
        expect(JSON.stringify(EmailFold.fold(`${secret}${tail}`))).not.toContain(secret)
      }),
      law
    )
  })

  const name = letters("abcdefxyz019", 1, 10)
  const tag = letters("abc.-_+", 0, 8)
  const cased = (text: string, mask: number): string =>
    Array.from(text, (letter, i) => ((mask >> (i % 31)) & 1 ? letter.toUpperCase() : letter)).join("")
  const mask = fc.integer({ min: 0, max: 0x7fffffff })
  /** A single dot between any two letters, or none. */
  const dotted = (text: string, where: number, mark: string): string =>
    Array.from(text, (letter, i) => (i > 0 && (where >> (i % 31)) & 1 ? `${mark}${letter}` : letter)).join("")

  it.each([
    ["gmail.com", ["gmail.com", "googlemail.com", "GMail.com."], "."],
    ["proton.me", ["proton.me", "PROTON.me"], "-"],
    ["outlook.com", ["outlook.com", "Outlook.com"], ""],
    ["icloud.com", ["icloud.com"], ""],
    ["fastmail.com", ["fastmail.com", "ｆastmail.com"], ""]
  ] as const)("folds every alias at %s to one", (domain, domains, mark) => {
    fc.assert(
      fc.property(name, tag, mask, mask, fc.constantFrom(...domains), (local, word, capitals, dots, home) => {
        expect(folded(`${cased(dotted(local, dots, mark), capitals)}+${word}@${home}`)).toBe(`${local}@${domain}`)
      }),
      law
    )
  })

  it("keeps two names apart wherever no provider says otherwise", () => {
    const local = letters("ab.-_+", 1, 8)
    const home = fc.constantFrom("example.com", "yahoo.com", "ymail.com", "gmx.de", "mail.gmail.com", "gmail.co")
    fc.assert(
      fc.property(local, local, home, home, (a, b, here, there) => {
        expect(folded(`${a}@${here}`) === folded(`${b}@${there}`)).toBe(a === b && here === there)
      }),
      law
    )
  })

  it.each(["outlook.com", "icloud.com", "fastmail.com", "yandex.ru", "gmail.com", "proton.me"])(
    "keeps two mailboxes at %s apart",
    (domain) => {
      fc.assert(
        fc.property(name, name, (a, b) => {
          expect(folded(`${a}@${domain}`) === folded(`${b}@${domain}`)).toBe(a === b)
        }),
        law
      )
    }
  )

  it("keeps runs of dots apart at Gmail", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 6 }), (a, b) => {
        const [one, other] = [a, b].map((count) => folded(`a${".".repeat(count)}b@gmail.com`))
        expect(one === other).toBe(a === b)
      }),
      law
    )
  })
})

// RFC 3492, 7.1, and what registries publish
describe("punycode", () => {
  it.each([
    ["egbpdaj6bu4bxfgehfvwxn", "ليهمابتكلموشعربي؟"],
    ["ihqwcrb4cv8a8dqg056pqjye", "他们为什么不说中文"],
    ["4dbcagdahymbxekheh6e0a7fei0b", "למההםפשוטלאמדבריםעברית"],
    ["mnchen-3ya", "münchen"],
    ["bcher-kva", "bücher"],
    ["p1ai", "рф"],
    ["e28h", "😀"],
    ["0", undefined],
    ["-abc", undefined],
    ["99999999", undefined]
  ])("reads %s", (text, expected) => expect(punycode.decode(text)).toBe(expected))
})
