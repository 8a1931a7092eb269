/** As somebody calls it: the sentence, the exit code, and that nothing is left behind. */
import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Complaint } from "../src/Complaint.ts"
import * as Flags from "../src/Flags.ts"
import { run } from "../src/Run.ts"

const main = join(import.meta.dirname, "../src/main.ts")
let folder = ""
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "quickstart-"))
})
afterAll(() => rmSync(folder, { recursive: true }))

const all = (args: readonly string[]): readonly string[] => ["--out", join(folder, "out"), "--store", "memory", ...args]

/** In a process of its own. */
const call = (...args: readonly string[]) => {
  const node = ["--conditions=goodword-source", main, ...all(args)]
  const { status, stderr, stdout } = spawnSync(process.execPath, node, { encoding: "utf8" })
  return { status, stdout, stderr: stderr.replaceAll(`${folder}/`, "") }
}

/** The sentence of a complaint; anything else that is thrown is a bug. */
const complaint = async (...args: readonly string[]): Promise<string> => {
  try {
    const flags = Flags.read(all(args))
    const path = flags.orders ?? "nowhere"
    await run(flags, { path, name: path }, { write: () => true })
    return "no complaint"
  } catch (error) {
    if (!(error instanceof Complaint)) throw error
    expect(existsSync(join(folder, "out"))).toBe(false)
    expect(error.message).not.toContain("\n")
    return error.message.replaceAll(`${folder}/`, "")
  }
}

const file = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const orders = (...rows: readonly string[]): string =>
  file("orders.csv", `${["id,customer,date,total", ...rows].join("\n")}\n`)

const good = "o1,c1,2024-03-08,12.50"

describe("bad rows", () => {
  it.each([
    [
      "date",
      "o2,c2,08/03/2024,1.00",
      ', row 3, column "date": "08/03/2024" is no date; write 2026-03-08 or 2026-03-08T14:30:00Z'
    ],
    [
      "day",
      "o2,c2,2023-02-29,1.00",
      ', row 3, column "date": "2023-02-29" is no date; write 2026-03-08 or 2026-03-08T14:30:00Z'
    ],
    ["amount", 'o2,c2,2024-03-08,"1,000.00"', ', row 3, column "total": "1,000.00" is no amount; write 261.96'],
    [
      "currency",
      "o2,c2,2024-03-08,1.00 EUR",
      ', row 3, column "total": "1.00 EUR" is in EUR, but the program pays in USD'
    ],
    ["empty id", ",c2,2024-03-08,1.00", ', row 3, column "id": is empty'],
    ["cells", "o2,c2,2024-03-08", ", row 3 has 3 cells, but the header names 4 columns"],
    ["open quote", 'o2,"c2,2024-03-08,1.00', ", row 3: a quote is opened and never closed"],
    ["stray quote", 'o2,"c"2,2024-03-08,1.00', ", row 3: a quote stands where none may stand"],
    ["below zero", "o2,c2,2024-03-08,-1.00", ', row 3: order "o2" sums to -1.00 USD, which is below zero'],
    ["two customers", "o1,c2,2024-03-08,1.00", ', row 3: order "o1" belongs to customer "c2", but to "c1" in row 2'],
    ["two dates", "o1,c1,2024-03-09,1.00", ', row 3: order "o1" has an earlier row with another date']
  ])("%s", async (_, row, sentence) => {
    expect(await complaint("--orders", orders(good, row))).toBe(`orders.csv${sentence}`)
  })

  it("an e-mail address as an id", async () => {
    const said = await complaint("--orders", orders("o1,someone@example.com,2024-03-08,1.00"))
    expect(said).toMatch(/^orders\.csv, row 2, column "customer": "someone@example\.com" cannot be an id: /u)
  })
})

describe("bad flags and files", () => {
  it.each([
    ["no such flag", ["--frobnicate"], "Unknown option '--frobnicate'; --help lists the flags"],
    ["a seed that is no number", ["--seed", "x"], '--seed "x": write a whole number such as 7'],
    [
      "a store of another kind",
      ["--store", "sqlite"],
      '--store "sqlite": write embedded, memory, or postgres://user@host/database'
    ],
    ["a map without orders", ["--map", "id=A"], "--map needs --orders: it names columns of that file"],
    ["no such orders", ["--orders", "/nowhere/orders.csv"], "/nowhere/orders.csv: there is no such file"],
    ["a folder of orders", ["--orders", "/"], "/: this is a folder, not a file"],
    ["no such program", ["--program", "/nowhere/p.json"], "/nowhere/p.json: there is no such file"]
  ])("%s", async (_, args, sentence) => {
    expect(await complaint(...args)).toBe(sentence)
  })

  it("a map that names nothing", async () => {
    expect(await complaint("--orders", orders(good), "--map", "id=id,who=customer")).toBe(
      `--map "who=customer": write id=, customer=, date= or total=, then a column's name`
    )
  })

  it("a column that is not there", async () => {
    expect(await complaint("--orders", orders(good), "--map", "total=Sum, gross")).toBe(
      'orders.csv has no column "Sum, gross" for total=; it has "id", "customer", "date", "total"'
    )
  })

  it.each([
    ["empty", "", "orders.csv: the file is empty"],
    ["only a header", "id,customer,date,total\n", "orders.csv: there is a header, but no order below it"]
  ])("a file that is %s", async (_, text, sentence) => {
    expect(await complaint("--orders", file("orders.csv", text))).toBe(sentence)
  })

  it.each([
    ["no JSON", "{", /^p\.json is no JSON: /u],
    ["no program", "{}", /^p\.json: id: /u],
    ["no such time zone", '{"id":"p","timeZone":"Mars/Olympus","onSilence":"hold"}', /^p\.json: timeZone: .*Mars/u]
  ])("a program that is %s", async (_, text, sentence) => {
    expect(await complaint("--program", file("p.json", text))).toMatch(sentence)
  })

  it("an out folder that is a file", async () => {
    const path = file("taken", "")
    const said = await complaint("--orders", orders(good), "--out", join(path, "deeper"))
    expect(said).toMatch(/taken.*(file, not a folder)/u)
  })

  it("are told in one sentence on stderr, with exit code 2", () => {
    expect(call("--orders", orders(good, "o2,c2,soon,1.00"))).toEqual({
      status: 2,
      stdout: "",
      stderr: 'orders.csv, row 3, column "date": "soon" is no date; write 2026-03-08 or 2026-03-08T14:30:00Z\n'
    })
    expect(call("--frobnicate")).toMatchObject({ status: 2, stdout: "" })
    expect(existsSync(join(folder, "out"))).toBe(false)
  })
})

describe("a good call", () => {
  it("prints JSON and nothing else, and writes the page and nothing else", () => {
    const { status, stdout } = call("--orders", orders(good, "o2,c2,2024-03-09T10:00:00Z,20.00 USD"), "--json")
    expect(status).toBe(0)
    expect(JSON.parse(stdout).orders).toMatchObject({ orders: 2, revenue: "32.50 USD" })
    expect(readdirSync(join(folder, "out"))).toEqual(["report.html"])
  })

  it("ends with the digest", () => {
    const { stdout } = call("--orders", orders(good), "--store", "embedded")
    expect(stdout).toContain("stored in embedded PostgreSQL")
    expect(stdout.trimEnd().split("\n").at(-1)).toMatch(/^digest [0-9a-f]{64}$/u)
  })

  it("tells its flags", () => {
    expect(call("--help")).toMatchObject({ status: 0, stderr: "" })
  })
})
