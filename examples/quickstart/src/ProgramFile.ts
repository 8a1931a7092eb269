/** A program from a JSON file. */
import { readFile } from "node:fs/promises"
import { Catalogs, Give, Program, Unit } from "@goodword/core"
import * as Result from "effect/Result"
import { Complaint, ofFile } from "./Complaint.ts"

export const read = async (path: string): Promise<Program.Program> => {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw ofFile(path, error)
  })
  const program = Program.decode(parse(path, text))
  if (Result.isSuccess(program)) return program.success
  const [first, ...others] = program.failure.issues
  const where = first === undefined || first.path === "" ? "" : ` ${first.path}:`
  const more = others.length === 0 ? "" : ` (and ${others.length} more mistake${others.length === 1 ? "" : "s"})`
  throw new Complaint(`${path}:${where} ${first?.message ?? program.failure.message}${more}`)
}

const parse = (path: string, text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    const [first = ""] = (error as Error).message.split("\n")
    throw new Complaint(`${path} is no JSON: ${first}`)
  }
}

/** The currency that a program pays in; a file's amounts are taken to be of it. */
export const currencyOf = ({ advocate, budgets, friend, milestones }: Program.Program): Unit.Unit => {
  const [budget] = budgets
  if (budget !== undefined) return budget.amount.unit
  const offers = [...friend, ...advocate, ...milestones]
  for (const { kind, terms } of offers.flatMap(({ give }) => Give.rewardsIn(give))) {
    const most = Catalogs.builtIn.rewards.get(kind)?.most(terms)
    if (most !== undefined && Unit.isCurrency(most.unit)) return most.unit
  }
  return "USD" as Unit.Unit
}
