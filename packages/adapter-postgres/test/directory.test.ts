/** People: one id however many ask at once, and prints that outlive the keys they were made under. */
import { expect, it } from "vitest"
import { type PostgresStore, postgresStore } from "../src/index.ts"
import { failureOf, openBench, run } from "./open.ts"

const t = "t" as never
const [first, second, third] = ["1", "2", "3"].map((digit) => digit.repeat(32)) as [string, string, string]
const bench = await openBench()

const stores: PostgresStore[] = []
const withKeys = async (...printKeys: string[]): Promise<PostgresStore> => {
  const store = await postgresStore({ pool: bench.pool, printKeys })
  stores.push(store)
  return store
}
const print = ({ directory }: PostgresStore, address: string): Promise<string> =>
  run(directory.print(t, "email", address))

it("mints one id for a person whom 32 ask for at once, in two processes", async () => {
  const both = [await withKeys(first), await withKeys(first)]
  for (let round = 0; round < 5; round++) {
    const asked = Array.from({ length: 32 }, (_, i) => {
      const { directory } = both[i % 2] as PostgresStore
      return run(directory.personFor(t, "customer", `c${round}`))
    })
    expect(new Set(await Promise.all(asked)).size).toBe(1)
  }
})

it("tells people, kinds and tenants apart", async () => {
  const { directory } = await withKeys(first)
  const asked = [
    directory.personFor(t, "customer", "x"),
    directory.personFor(t, "customer", "X"),
    directory.personFor(t, "visitor", "x"),
    directory.personFor("u" as never, "customer", "x")
  ]
  const found = await Promise.all(asked.map((one) => run(one)))
  expect(new Set(found).size).toBe(4)
  expect(await Promise.all(asked.map((one) => run(one)))).toEqual(found)
  for (const id of found) expect(id).toMatch(/^psn_[\w-]{22}$/)
})

it("answers each of many who ask together with their own", async () => {
  const { directory } = await withKeys(first)
  const ask = () =>
    Promise.all(Array.from({ length: 400 }, (_, i) => run(directory.personFor(t, "customer", `many ${i % 300}`))))
  const found = await ask()
  expect(new Set(found).size).toBe(300)
  expect(found.slice(300)).toEqual(found.slice(0, 100))
  expect(await ask()).toEqual(found)
})

it("keeps prints through a rotation of keys, in whatever order processes take it up", async () => {
  const before = await withKeys(first)
  const known = await print(before, "ann@example.com")
  const appended = await withKeys(first, second)
  const moved = await withKeys(second, first)
  expect(await print(appended, "ann@example.com")).toBe(known)
  expect(await print(moved, "ann@example.com")).toBe(known)
  // Only what was seen meanwhile is known under the new key alone.
  expect(await print(await withKeys(second), "ann@example.com")).toBe(known)
  expect(await print(await withKeys(third), "ann@example.com")).not.toBe(known)
})

it("agrees on one print while some processes have moved the new key to the front already", async () => {
  const tenant = "while moving" as never
  const stores = await Promise.all(
    [first, second, first, second].map((key) => withKeys(key, key === first ? second : first))
  )
  for (let round = 0; round < 40; round++) {
    const addresses = Array.from({ length: 8 }, (_, i) => `n${round}.${i}@example.com`)
    const asked = stores.map(({ directory }) =>
      Promise.all(addresses.map((address) => run(directory.print(tenant, "email", address))))
    )
    const [own, ...others] = await Promise.all(asked)
    for (const other of others) expect(other).toEqual(own)
  }
  // Under either key alone it is the same print, or it would change when one of them is dropped.
  const text = "select print from goodword.prints where tenant_id = $1 group by print having count(*) <> 2"
  expect((await bench.raw.query(text, [tenant])).rows).toEqual([])
})

it("tells addresses and tenants apart, and stores none of them", async () => {
  const store = await withKeys(first)
  const prints = [
    await print(store, "a@example.com"),
    await print(store, "b@example.com"),
    await run(store.directory.print("u" as never, "email", "a@example.com"))
  ]
  expect(new Set(prints).size).toBe(3)
  expect(await print(store, "a@example.com")).toBe(prints[0])
  const { rows } = await bench.raw.query("select p::text as row from goodword.prints p")
  expect(rows.length).toBeGreaterThan(0)
  for (const { row } of rows) expect(row).not.toContain("@")
})

it("fails with its own error", async () => {
  const { directory } = await withKeys(first)
  const failure = await failureOf(directory.personFor(t, "customer", "a\u0000b"))
  expect(failure).toMatchObject({ _tag: "DirectoryError", message: expect.stringContaining("NUL") })
})
