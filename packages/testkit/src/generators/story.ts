/** What happened, one step a line, so that a history which fails can be read by somebody who has never seen it. */
import { type Command, type Instant, type Line, Money } from "@goodword/core"
import type { History } from "./histories.ts"
import { live, origin } from "./living.ts"
import type { Outcome } from "./World.ts"
import type { Deed, Workload } from "./workloads.ts"

/**
 * A history or a workload as text. A history is lived through again in the kernel, to tell what came of each step.
 *
 * @example
 * import { generators } from "@goodword/testkit"
 * const { story, Workload } = generators
 * const program = { id: "spring", timeZone: "UTC", onSilence: "hold" } as const
 * const order = { do: "order", customer: 2, order: 1, total: "80.00 USD" } as const
 * story(new Workload(program, [{ do: "pass", ms: 3 * 86_400_000 }, order])).split("\n")[1] // => "day 3: cus_2 orders ord_1 for 80.00 USD"
 */
export const story = (history: History | Workload): string =>
  "deeds" in history
    ? [`program ${JSON.stringify(history.program)}`, ...days(history.deeds)].join("\n")
    : [
        ...history.programs.map((one) => `program ${JSON.stringify(one)}`),
        ...(history.steps.some((one) => one.do === "publish")
          ? history.edits.map((one) => `edit ${JSON.stringify(one)}`)
          : []),
        ...lived(history)
      ].join("\n")

const day = 86_400_000
const dayOf = (ms: number): string => `day ${Math.floor(ms / day)}`

const days = (deeds: readonly Deed[]): readonly string[] => {
  let ms = 0
  // As `play` counts them.
  const said: string[] = []
  return deeds.flatMap((deed) => {
    if (deed.do === "pass") {
      ms += deed.ms
      return []
    }
    if (deed.do === "award") ms += deed.after
    if (deed.do === "again") {
      return [`${dayOf(ms)}: once more: ${said[deed.nth % Math.max(1, said.length)] ?? "nothing"}`]
    }
    said.push(told(deed))
    return [`${dayOf(ms)}: ${told(deed)}`]
  })
}

const told = (deed: Exclude<Deed, { do: "again" | "pass" }>): string => {
  switch (deed.do) {
    case "enroll":
      return `cus_${deed.customer} becomes an advocate`
    case "refer": {
      const { advocate, friend, order, quoted, source, total } = deed
      const by = source === "code" ? "code" : "link"
      return `cus_${friend} orders ord_${order} for ${total}${quoted ? " less what is quoted" : ""} by ${by} of cus_${advocate}`
    }
    case "order":
      return `cus_${deed.customer} orders ord_${deed.order} for ${deed.total}`
    case "quote":
      return `cus_${deed.customer} is quoted ${deed.total}`
    case "lock":
      return `quote ${deed.nth + 1} is locked`
    case "unlock":
      return `quote ${deed.nth + 1} is unlocked`
    case "check out":
      return `ord_${deed.order} pays for quote ${deed.nth + 1}`
    case "exchange":
      return `cus_${deed.customer} exchanges points for ${deed.times} of what is listed as ${deed.nth + 1}`
    case "change":
      return `ord_${deed.order} is changed to ${deed.total}, revision ${deed.revision}`
    case "refund":
      return `ord_${deed.order} gives back ${deed.amount}, re_${deed.refund}`
    case "list":
      return `cus_${deed.customer} asks ${deed.listed ? "to be listed" : "not to be listed"}`
    case "cancel":
      return `ord_${deed.order} is canceled`
    case "dispute":
      return `ord_${deed.order} is disputed${deed.amount === undefined ? "" : ` for ${deed.amount}`}, dp_${deed.dispute}`
    case "ruling":
      return `dispute dp_${deed.dispute} of ord_${deed.order} is ${deed.outcome}`
    case "review":
      return `cus_${deed.customer} is put in review`
    case "verdict":
      return `the review of cus_${deed.customer} is ${deed.verdict}`
    case "spend":
      return `cus_${deed.customer} spends ${deed.amount} on ord_${deed.order} of ${deed.total}`
    case "unspend":
      return `${deed.whole ? "all" : deed.amount} of spend ${deed.nth + 1} comes back`
    case "wish":
      return `cus_${deed.customer} wishes option ${deed.option + 1} of choice ${deed.nth + 1}`
    case "swap":
      return `option ${deed.option + 1} is chosen in place of reward ${deed.nth + 1}`
    case "reveal":
      return "the seed is revealed"
    case "award":
      return `prize ${deed.nth + 1} of the month before is awarded`
    case "stop":
      return `the program: ${deed.to}`
    case "redeem":
      return `reward ${deed.nth + 1} is used on ord_${deed.order} of ${deed.total}`
  }
}

const lived = (history: History): readonly string[] => {
  const lines: string[] = []
  let asked: Command | undefined
  try {
    live(history, {
      before: (world, command) => {
        asked = command
        lines.push(`${dayOf(world.now - origin)}: ${asking(command, world.now)}`)
      },
      after: (_, _command, outcome) => {
        asked = undefined
        lines.push(`${lines.pop()}${came(outcome)}`)
      }
    })
  } catch (error) {
    lines.push(`${asked === undefined ? "" : "there it broke: "}${error instanceof Error ? error.message : `${error}`}`)
  }
  // Everybody's programs and codes stand above, or are what every history begins with.
  return lines.slice(history.programs.length * 3)
}

const asking = (command: Command, now: Instant.Instant): string => {
  const late = now - command.at
  return `${sentence(command)}${late === 0 ? "" : `, as of ${dayOf(command.at - origin)}`}`
}

const withReward = ({ reward }: { readonly reward?: string }): string =>
  reward === undefined ? "" : `, with ${reward}`

/** Which lines there are, and what each comes to in minor units. */
const inLines = ({ lines }: { readonly lines?: readonly (Line.Line | Line.Part)[] }): string =>
  lines === undefined
    ? ""
    : ` in lines ${lines.map((one) => `${one.id}${"product" in one ? ` (${one.product})` : ""} ${one.minor}`).join(", ")}`

const effects = {
  keep: "",
  move: ", open referrals move to it",
  reprice: ", open referrals and what is held move to it"
}

const sentence = (command: Command): string => {
  switch (command._tag) {
    case "PublishProgram":
      return `${command.program} is published anew${effects[command.openReferrals ?? "keep"]}${
        command.from === undefined ? "" : `, from ${dayOf(command.from - origin)}`
      }`
    case "SaveDraft":
      return `a draft of ${command.program} is saved${command.seen === null ? "" : ` over revision ${command.seen}`}`
    case "DiscardDraft":
      return `revision ${command.seen} of the draft of ${command.program} is discarded`
    case "TurnProgram":
      return `${command.program} is ${command.to}`
    case "EnrollAdvocate":
      return `${command.person} becomes an advocate of ${command.program}`
    case "RecordTouch":
      return `${command.subject} follows ${command.source === "code" ? "the code" : "the link"} ${command.code}, ${command.touch}`
    case "RecordSignup":
      return `${command.person} signs up`
    case "SetListing":
      return `${command.person} asks ${command.isListed ? "to be listed" : "not to be listed"}`
    case "RequestQuote":
      return `${command.person} is quoted ${command.quote} for ${Money.format(command.cart)}${inLines(command)}${withReward(command)}`
    case "RecordOrder": {
      const { order, person, quote, total } = command
      return `${person} orders ${order} for ${Money.format(total)}${inLines(command)}${quote === undefined ? "" : ` with ${quote}`}`
    }
    case "ChangeOrder":
      return `${command.order} is changed to ${Money.format(command.total)}${inLines(command)}, revision ${command.revision}`
    case "RefundOrder":
      return `${command.order} gives back ${Money.format(command.amount)}${inLines(command)}, ${command.refund}`
    case "LockQuote":
      return `${command.quote} is locked for ${command.forMs} ms`
    case "UnlockQuote":
      return `${command.quote} is unlocked`
    case "ReleaseLock":
      return `the lock of ${command.quote} is looked at`
    case "CancelOrder":
      return `${command.order} is canceled`
    case "OpenDispute":
      return `${command.order} is disputed${command.amount === undefined ? "" : ` for ${Money.format(command.amount)}`}, ${command.dispute}`
    case "CloseDispute":
      return `${command.dispute} of ${command.order} is ${command.outcome}`
    case "OpenReview":
      return `${command.friend} is put in review`
    case "CloseReview":
      return `the review of ${command.friend} is ${command.verdict}`
    case "RedeemReward":
      return `${command.reward} is used on ${command.order} of ${Money.format(command.total)}`
    case "SpendLots":
      return `${command.person} spends ${Money.format(command.amount)} on ${command.order}, ${command.spend}`
    case "ExchangePoints":
      return `${command.person} exchanges points for ${command.times} ${command.exchange} of ${command.program}, ${command.spend}`
    case "ReturnSpend":
      return `${command.amount === undefined ? "all" : Money.format(command.amount)} of ${command.spend} comes back`
    case "ReturnReward":
      return `${command.amount === undefined ? "all" : Money.format(command.amount)} of ${command.reward} comes back`
    default:
      if ("option" in command || command._tag === "RevealSeed") return wishSentence(command)
      return "run" in command ? payoutSentence(command) : dueSentence(command)
  }
}

type Due = Extract<
  Command,
  { readonly _tag: `Settle${string}` | `${string}Tax${string}` | "RepriceReward" | "AwardPrize" }
>

/** What is done when its time has come, and what staff settle. */
const dueSentence = (command: Due): string => {
  switch (command._tag) {
    case "SettleReward":
      return `${command.reward} is looked at`
    case "SetTaxThresholds":
      return `there are ${command.thresholds.length} tax thresholds`
    case "FileTaxDetails":
      return `${command.onFile.length} documents of ${command.person} are on file`
    case "RepriceReward":
      return `${command.reward} is valued anew, where that was asked for`
    case "SettleReferral":
      return `${command.friend} in ${command.program} is looked at`
    case "SettleOrders":
      return `the orders of ${command.friend} in ${command.program} are looked at, from ${command.order} on`
    case "AwardPrize":
      return `prize ${command.prize} of ${command.period} is awarded to ${command.places.map(({ person }) => person)}`
    case "SettleTiers":
      return `the tiers of ${command.person} in ${command.program} are looked at`
    default:
      return command satisfies never
  }
}

const wishSentence = (
  command: Extract<Command, { readonly option: string } | { readonly _tag: "RevealSeed" }>
): string => {
  if (command._tag === "RevealSeed") return `the seed of ${command.program} is revealed`
  return command._tag === "ChooseOption"
    ? `${command.person} wishes ${command.option} of ${command.offer} in ${command.program}`
    : `${command.option} is chosen in place of ${command.reward}`
}

const payoutSentence = (command: Extract<Command, { readonly run: string }>): string => {
  const { run } = command
  switch (command._tag) {
    case "OpenPayout":
      return `payout ${run} is opened, from ${Money.format(command.minimum)}`
    case "SelectPayout":
      return `${command.person} is selected into payout ${run}`
    case "ApprovePayout":
      return `payout ${run} is approved`
    case "SendPayout":
      return `payout ${run} is handed on from ${command.from}`
    case "PaidPayout":
      return `${command.person} was paid in payout ${run}`
    case "FailPayout":
      return `${command.person} was not paid in payout ${run}`
    case "ClosePayout":
      return `payout ${run} is closed`
  }
}

/** What moved; nothing where nothing did. */
const came = (outcome: Outcome): string => {
  if (outcome._tag === "Repeated") return " -> known already"
  if (outcome._tag === "Rejected") return ` -> ${outcome.rejection._tag}`
  const moved = outcome.decision.events.flatMap((event) => {
    switch (event._tag) {
      case "RewardGranted":
        return [`${event.person} gets ${Money.format(event.amount)} (${event.kind}), ${event.state}`]
      case "RewardTakenBack":
        return [`${Money.format(event.amount)} is taken back, ${event.to}`]
      case "RewardRepriced":
        return [`${Money.format(event.from)} is ${Money.format(event.to)} now`]
      case "RewardReleased":
        return ["a reward is available"]
      case "RewardExpired":
        return ["a reward expires"]
      case "LotsSpent":
        return [`${Money.format(event.amount)} is used, ${event.parts.length} lots`]
      case "RewardReturned":
        return [`${Money.format(event.amount)} is there again`]
      case "LotsReturned":
        return [`${Money.format(event.amount)} comes back`]
      case "DebtSettled":
        return [`${Money.format(event.amount)} of a debt is paid`]
      case "ReferralQualified":
        return [`${event.friend} qualifies for ${event.advocate}`]
      case "ReferralRejected":
        return [`${event.friend} is refused: ${event.reason}`]
      default:
        return []
    }
  })
  return moved.length === 0 ? "" : ` -> ${moved.join("; ")}`
}
