// The log, read once more without the engine: nothing recorded twice, no budget or cap passed at any moment, and every
// promise kept in it.
import type { Goodword } from "../../packages/core/src/promise.ts"
import type { Promised } from "./promises.ts"
import { budgetMax, capMax } from "./shop.ts"

export interface LogVerdict {
  readonly events: number
  readonly faults: readonly string[]
}

interface Charge {
  readonly counter: string
  readonly add: string
}

type Body = Readonly<Record<string, unknown>> & { readonly charges?: readonly Charge[] }

/** What a kind of event may say only once, as the fields that name it. */
const onlyOnce: Readonly<Record<string, readonly string[]>> = {
  AdvocateEnrolled: ["program", "person"],
  OrderRecorded: ["order"],
  OrderRefunded: ["order", "refund", "waiting"],
  OrderChanged: ["order", "revision"],
  QuoteMade: ["quote"],
  RewardGranted: ["reward"],
  RewardRedeemed: ["reward"],
  RewardReleased: ["reward"]
}

const page = 2_000

export const checkLog = async (goodword: Goodword, promised: readonly Promised[]): Promise<LogVerdict> => {
  const faults: string[] = []
  const said = new Set<string>()
  const counters = new Map<string, bigint>()
  let events = 0
  for (let after = 0; ; ) {
    const read = await goodword.events(after, page)
    if (read.events.length === 0) break
    for (const { body, type } of read.events) {
      const fields = body as Body
      events++
      const names = onlyOnce[type]
      if (names !== undefined) {
        const name = `${type} ${names.map((field) => fields[field]).join(" ")}`
        if (said.has(name)) faults.push(`recorded twice: ${name}`)
        said.add(name)
      }
      for (const { add, counter } of fields.charges ?? []) {
        const value = (counters.get(counter) ?? 0n) + BigInt(add)
        counters.set(counter, value)
        const max = counter.startsWith("cap/") ? capMax : budgetMax
        if (value > max || value < 0n) faults.push(`${counter} stands at ${value}, outside 0 to ${max}`)
      }
    }
    after = read.next
  }
  for (const one of promised) {
    const expected = trace(one)
    if (one.digest !== undefined && expected !== undefined && !expected.some((name) => said.has(name))) {
      faults.push(`promised, and not in the log: ${expected[0]}`)
    }
  }
  return { events, faults }
}

/** The events of which one must be there once a call was answered; `undefined` where it may change nothing. */
const trace = ({ call }: Promised): readonly string[] | undefined => {
  switch (call.door) {
    case "orderPaid":
      return [`OrderRecorded ${call.input.order}`]
    case "orderRefunded":
      return [true, false].map((waits) => `OrderRefunded ${call.input.order} ${call.input.refund} ${waits}`)
    case "orderChanged":
      return [`OrderChanged ${call.input.order} ${call.input.revision}`]
    case "quote":
      return [`QuoteMade ${call.input.key}`]
    case "redeem":
      return [`RewardRedeemed ${call.input.reward}`]
    default:
      return undefined
  }
}
