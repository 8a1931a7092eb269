// After a kill: what was promised is asked again, what was cut off is settled, and the books are proved.
import { setTimeout } from "node:timers/promises"
import type { Goodword } from "../../packages/core/src/promise.ts"
import { askDoor, isRefusal, tagged } from "./calls.ts"
import type { Chance } from "./chance.ts"
import { checkLog } from "./log.ts"
import { canonical, type Promised, told } from "./promises.ts"

export interface Checked {
  readonly faults: readonly string[]
  /** Promises that were asked for again. */
  readonly kept: number
  /** Calls that were cut off, and are settled now. */
  readonly settled: number
  readonly events: number
  readonly books: string
}

const atOnce = 32
const older = 300

/** @param since how many of the promises were checked after an earlier round: of those, only some are asked again */
export const check = async (
  goodword: Goodword,
  promised: readonly Promised[],
  since: number,
  chance: Chance
): Promise<Checked> => {
  const faults: string[] = []
  const earlier = Array.from({ length: Math.min(since, older) }, () => chance.pick(promised.slice(0, since)))
  const due = [...new Set([...promised.slice(since), ...earlier.filter((one) => one !== undefined)])]
  const answered = due.filter(({ digest }) => digest !== undefined)
  const open = due.filter(({ digest }) => digest === undefined)
  await inParallel(answered, async (one) => {
    faults.push(...(await isKept(goodword, one)))
  })
  await inParallel(open, async (one) => {
    faults.push(...(await settle(goodword, one)))
  })
  const log = await checkLog(goodword, promised)
  const books = await goodword.replay()
  const audit = await goodword.audit()
  const findings = audit.findings.map((finding) => `audit, ${finding.check}: ${finding.message}`)
  return {
    faults: [...faults, ...log.faults, ...books.differences, ...findings],
    kept: answered.length,
    settled: open.length,
    events: log.events,
    books: `${books.line}, ${audit.line}`
  }
}

const isKept = async (goodword: Goodword, { call, digest }: Promised): Promise<readonly string[]> => {
  const again = await asked(goodword, call)
  if ("refusal" in again) return [`lost: ${canonical(call)} was answered, and is now refused with ${again.refusal}`]
  const { digest: now, isFresh } = told(again.answer)
  if (isFresh) return [`lost: ${canonical(call)} was answered, and is now done anew`]
  return now === digest ? [] : [`another answer to ${canonical(call)}: now it is ${canonical(again.answer)}`]
}

/** Nobody knows whether it was done: asked again it is done at the latest, and from then on the answer stays. */
const settle = async (goodword: Goodword, one: Promised): Promise<readonly string[]> => {
  const first = await asked(goodword, one.call)
  if ("refusal" in first) return []
  one.digest = told(first.answer).digest
  return isKept(goodword, one)
}

type Outcome = { readonly answer: unknown } | { readonly refusal: string }

const attempts = 20

const asked = async (goodword: Goodword, call: Promised["call"]): Promise<Outcome> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return { answer: await askDoor(goodword, call) }
    } catch (error) {
      if (isRefusal(error) || attempt === attempts) return { refusal: tagged(error).tag }
      await setTimeout(50)
    }
  }
}

const inParallel = async <A>(all: readonly A[], each: (one: A) => Promise<void>): Promise<void> => {
  let next = 0
  const worker = async (): Promise<void> => {
    for (let one = all[next++]; one !== undefined; one = all[next++]) await each(one)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}
