/**
 * Who people are. Addresses are never stored: an address is hashed under a secret key, and the hash leads to a print that
 * was drawn at random. So a key can be replaced, and the prints that stand in facts stay good.
 */
import { createHmac } from "node:crypto"
import { type Directory, DirectoryError, type Ids, StoreError } from "@goodword/core"
import * as Effect from "effect/Effect"
import * as Failure from "./Failure.ts"
import * as Gathered from "./Gathered.ts"
import type { Line } from "./Line.ts"
import * as Literal from "./Literal.ts"
import { minted } from "./Minted.ts"
import * as Remembered from "./Remembered.ts"

const keyLengthMin = 32

interface PrintKey {
  readonly id: string
  readonly key: string
}

/** A key's id says which one made a hash, and nothing of the key. */
const keyed = (key: string): PrintKey => ({ id: hmac(key, "goodword print key").slice(0, 16), key })

const hmac = (key: string, text: string): string => createHmac("sha256", key).update(text).digest("hex")

/** Says what is wrong with the keys, before the first address comes. */
export const checkKeys = (printKeys: readonly string[] | undefined): void => {
  const short = printKeys?.findIndex((key) => key.length < keyLengthMin) ?? -1
  const wrong =
    printKeys === undefined || printKeys.length === 0
      ? "printKeys is missing: it keys the hashes of e-mail addresses"
      : short >= 0
        ? `printKeys[${short}] has ${printKeys[short]?.length} characters, ${keyLengthMin} at least`
        : undefined
  if (wrong === undefined) return
  const message = `${wrong}. Make one with \`openssl rand -hex 32\`, keep it secret and apart from the database`
  throw new StoreError({ reason: "Refused", message })
}

interface Person {
  readonly kind: string
  readonly external: string
}

interface Address {
  readonly kind: string
  readonly folded: string
}

export const postgresDirectory = (line: Line, printKeys: readonly string[]): Directory.DirectoryShape => {
  const keys = printKeys.map(keyed)
  const asked = Gathered.make<Person, Ids.PersonId>((tenant, asked) => peopleFor(line, tenant, asked))
  const people = Remembered.make((tenant, kind, external) => asked(tenant, { kind, external }))
  const prints = Gathered.make<Address, string>((tenant, asked) => printsFor(line, keys, tenant, asked))
  return {
    personFor: (tenant, kind, external) =>
      Effect.tryPromise({ try: () => people(tenant, kind, external), catch: directoryError }),
    print: (tenant, kind, folded) =>
      Effect.tryPromise({ try: () => prints(tenant, { kind, folded }), catch: directoryError })
  }
}

const directoryError = (error: unknown): DirectoryError => {
  const { cause, message } = Failure.storeError(error)
  return new DirectoryError({ message, cause })
}

const peopleFor = (line: Line, tenant: string, asked: readonly Person[]): Promise<readonly Ids.PersonId[]> =>
  line("people_for", {
    tenant,
    kinds: Literal.texts(asked.map(({ kind }) => kind)),
    externals: Literal.texts(asked.map(({ external }) => external)),
    minted: Literal.texts(asked.map(() => minted("psn")))
  }) as Promise<readonly Ids.PersonId[]>

/** Each address is asked for under every key; all its rows lead to one print. */
const printsFor = (
  line: Line,
  keys: readonly PrintKey[],
  tenant: string,
  asked: readonly Address[]
): Promise<readonly string[]> => {
  const rows = asked.flatMap(({ folded, kind }, i) => {
    const drawn = minted("prt")
    const text = JSON.stringify([tenant, kind, folded])
    return keys.map(({ id, key }) => ({ question: i + 1, kind, keyId: id, hash: hmac(key, text), drawn }))
  })
  return line("prints_for", {
    tenant,
    questions: Literal.numbers(rows.map(({ question }) => question)),
    kinds: Literal.texts(rows.map(({ kind }) => kind)),
    key_ids: Literal.texts(rows.map(({ keyId }) => keyId)),
    hashes: Literal.texts(rows.map(({ hash }) => hash)),
    minted: Literal.texts(rows.map(({ drawn }) => drawn))
  }) as Promise<readonly string[]>
}
