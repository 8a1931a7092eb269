/**
 * Which spellings of an address lead to one mailbox, for the providers that say so in public. Who is not listed keeps
 * every spelling apart: two people must never be taken for one, so a rule comes in with its source or not at all.
 */

export interface MailboxProvider {
  readonly domains: readonly string[]
  /** The domain that all of them are written as; absent where the same name at another domain is another mailbox. */
  readonly domain?: string
  /** `name+anything` is `name`. */
  readonly plus?: true
  /** Single characters of the name that the provider does not see. Dots that stand together are no such thing. */
  readonly unseen?: RegExp
  /** `anything@name.domain` is `name@domain`. */
  readonly subdomain?: true
}

const providers: readonly MailboxProvider[] = [
  // https://support.google.com/mail/answer/7436150 (dots), /22370 (plus), /10313 (googlemail.com)
  { domains: ["gmail.com", "googlemail.com"], domain: "gmail.com", plus: true, unseen: /(?<!\.)\.(?!\.)/gu },
  // https://learn.microsoft.com/exchange/recipients-in-exchange-online/plus-addressing-in-exchange-online
  {
    domains: [
      ..."hotmail.com outlook.com live.com msn.com passport.com windowslive.com".split(" "),
      ..."at be ca ch cl co.id co.il co.jp co.kr co.nz co.th co.uk co.za com.ar com.au com.br com.gr com.hk com.mx com.my com.pe com.ph com.sg com.tr com.tw com.vn cz de dk es fi fr gr hu ie in it jp kr lt lv my no nl ph pt rs ru sa se sg sk"
        .split(" ")
        .flatMap((country) => [`hotmail.${country}`, `outlook.${country}`, `live.${country}`])
    ],
    plus: true
  },
  // https://support.apple.com/guide/icloud/mm6b1a5037 (plus). The three domains are kept apart: not every account has all.
  { domains: ["icloud.com", "me.com", "mac.com"], plus: true },
  // https://www.fastmail.help/hc/en-us/articles/360060591053 (plus and subdomain addressing)
  { domains: ["fastmail.com", "fastmail.fm"], plus: true, subdomain: true },
  // https://proton.me/support/addresses-and-aliases (plus); dots, hyphens and underscores: Proton's own clients compare
  // addresses without them (ProtonMail/WebClients, removeEmailAlias).
  { domains: ["proton.me", "protonmail.com", "protonmail.ch", "pm.me"], plus: true, unseen: /[_-]|(?<!\.)\.(?!\.)/gu },
  // https://yandex.com/support/domain/additional/mailbox-alias.xml: one mailbox at every one of these domains.
  {
    domains: "yandex.ru yandex.com yandex.by yandex.kz yandex.ua yandex.com.tr ya.ru".split(" "),
    domain: "yandex.ru"
  }
  // Yahoo is left out on purpose: in `name-word@yahoo.com` the bare `name` can be somebody else's mailbox.
]

const byDomain: ReadonlyMap<string, MailboxProvider> = new Map(
  providers.flatMap((provider) => provider.domains.map((domain) => [domain, provider] as const))
)

/** The provider of a domain in small letters; `undefined` where none is known. */
export const providerOf = (domain: string): MailboxProvider | undefined => byDomain.get(domain)
