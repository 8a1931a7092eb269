/** What is asked of plugins for a reward, and what the engine puts in its own diary. */
import { type Programs, type Rule, ruleOf } from "./Compile.ts"
import type { RewardGranted } from "./Event.ts"
import type * as Fact from "./Fact.ts"
import type { RewardId } from "./Ids.ts"
import type { Instant } from "./Instant.ts"
import * as Key from "./Key.ts"
import type { Message } from "./Message.ts"
import type { Money } from "./Money.ts"

/** What a plugin is told of a reward. */
export type Given = Pick<
  Fact.Reward,
  "reward" | "program" | "version" | "rule" | "person" | "kind" | "expiresAt" | "order"
>

/** The messages of a grant follow from its event, so a decision need not note them. */
export const ofGrant = (event: RewardGranted, programs: Programs, now: Instant): readonly Message[] => {
  if (event.state === "pending") return [wake(event.reward, "release", event.availableAt)]
  return event.state === "available" ? ofAvailable(event, event.amount, programs, now) : []
}

/** A plugin is asked to give the reward, and its end is put in the diary. */
export const ofAvailable = (given: Given, amount: Money, programs: Programs, now: Instant): readonly Message[] => [
  ...intent(given, "issue", `${given.reward}/issue`, amount, programs, now),
  ...(given.expiresAt === null ? [] : [wake(given.reward, "expire", given.expiresAt)])
]

/** A plugin is asked to take back what it gave. */
export const ofWithdrawal = (
  given: Given,
  cause: string,
  amount: Money,
  programs: Programs,
  now: Instant
): readonly Message[] => intent(given, "withdraw", `${given.reward}/withdraw/${cause}`, amount, programs, now)

const wake = (reward: RewardId, what: "release" | "expire", due: Instant): Message => ({
  _tag: "Wake",
  id: `wake/${reward}/${what}`,
  due,
  command: { _tag: "SettleReward", reward, at: due }
})

const intent = (
  given: Given,
  what: "issue" | "withdraw",
  id: string,
  amount: Money,
  programs: Programs,
  now: Instant
): readonly Message[] => {
  const rule = ruleBehind(given, programs)
  const word = rule?.kind[what]
  if (rule === undefined || word === undefined) return []
  const { expiresAt, kind, order, person, program, reward } = given
  const terms = rule.document
  return [
    {
      _tag: "Intent",
      id,
      due: now,
      intent: word,
      program,
      person,
      reward,
      kind,
      amount,
      terms,
      expiresAt,
      order
    }
  ]
}

/** The rule that a reward was granted under; `undefined` where its version is not at hand. */
const ruleBehind = ({ program, rule, version }: Given, programs: Programs): Rule | undefined => {
  const compiled = programs.get(Key.programVersion(program, version))
  return compiled === undefined ? undefined : ruleOf(compiled, rule)
}
