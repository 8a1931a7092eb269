/** The ways in which one mailbox is written, for the providers whose rules are public, and mailboxes beside it. */
import fc from "fast-check"

interface Provider {
  readonly domains: readonly string[]
  /** Do all of the domains lead to one mailbox? */
  readonly isOne?: true
  readonly plus?: true
  readonly dots?: true
  readonly subdomain?: true
}

const providers: readonly Provider[] = [
  { domains: ["gmail.com", "googlemail.com"], isOne: true, plus: true, dots: true },
  { domains: ["outlook.com", "hotmail.com"], plus: true },
  { domains: ["icloud.com"], plus: true },
  { domains: ["fastmail.com"], plus: true, subdomain: true },
  { domains: ["proton.me", "pm.me"], plus: true, dots: true },
  { domains: ["yandex.ru", "ya.ru", "yandex.com"], isOne: true },
  { domains: ["example.com"] }
]

/** One mailbox, and a few spellings that all lead to it. */
export interface Mailbox {
  readonly domain: string
  readonly name: string
  readonly spellings: readonly [string, ...string[]]
}

const letters = fc.string({ unit: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz"), minLength: 3, maxLength: 10 })
const mask = fc.array(fc.boolean(), { minLength: 10, maxLength: 10 })

const between = (name: string, dots: readonly boolean[]): string =>
  [...name].map((letter, i) => (i > 0 && dots[i] === true ? `.${letter}` : letter)).join("")

const mixed = (text: string, capitals: readonly boolean[]): string =>
  [...text].map((letter, i) => (capitals[i % capitals.length] === true ? letter.toUpperCase() : letter)).join("")

const spelling = (
  { domains, dots, isOne, plus, subdomain }: Provider,
  name: string,
  domain: string
): fc.Arbitrary<string> =>
  fc
    .record({
      home: fc.constantFrom(...(isOne === true ? domains : [domain])),
      tag: letters,
      dotted: mask,
      capitals: mask,
      how: fc.nat({ max: 3 })
    })
    .map(({ capitals, dotted, home, how, tag }) => {
      const local = dots === true ? between(name, dotted) : name
      if (subdomain === true && how === 0) return mixed(`${tag}@${name}.${home}`, capitals)
      const tagged = plus === true && how === 1 ? `${local}+${tag}` : local
      const address = mixed(`${tagged}@${home}`, capitals)
      return how === 2 ? ` ${address} ` : address
    })

/** A mailbox with 1 to 5 spellings. */
export const mailbox: fc.Arbitrary<Mailbox> = fc
  .constantFrom(...providers)
  .chain((provider) =>
    fc
      .tuple(letters, fc.constantFrom(...provider.domains))
      .chain(([name, domain]) =>
        fc
          .array(spelling(provider, name, domain), { minLength: 1, maxLength: 5 })
          .map((spellings) => ({ domain, name, spellings: spellings as [string, ...string[]] }))
      )
  )
