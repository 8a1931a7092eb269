// Whole histories: a few programs, people and orders, and steps that meet each other often: duplicates, refunds in any
// order, edits, reviews, time that jumps, wakes that come late or twice. Steps name people and orders by small numbers
// and look up rewards in the world as it stands, so that a failing history shrinks to a short one that reads well.
import fc from "fast-check"
import type { Command } from "../../src/domain/Command.ts"
import type * as Fact from "../../src/domain/Fact.ts"
import type { Code, OrderId, PersonId, ProgramId, QuoteId, RefundId } from "../../src/domain/Ids.ts"
import type { Instant } from "../../src/domain/Instant.ts"
import { unwrap } from "../../src/domain/internal/assert.ts"
import * as Money from "../../src/domain/Money.ts"
import * as Program from "../../src/domain/Program.ts"
import { type Currency, currency, programInput } from "./programs.ts"
import { type Step, steps, walk } from "./steps.ts"
import { type Outcome, World } from "./world.ts"

export const origin = Date.UTC(2026, 2, 5, 17)

export class History {
  readonly unit: Currency
  readonly programs: ReadonlyArray<Program.Input>
  /** What may be published in their place. */
  readonly edits: ReadonlyArray<Program.Input>
  readonly steps: ReadonlyArray<Step>

  constructor(
    unit: Currency,
    programs: ReadonlyArray<Program.Input>,
    edits: ReadonlyArray<Program.Input>,
    steps: ReadonlyArray<Step>
  ) {
    this.unit = unit
    this.programs = programs
    this.edits = edits
    this.steps = steps
  }

  toString(): string {
    const line = ({ do: what, ...fields }: Step): string => `  ${what} ${JSON.stringify(fields)}`
    const document = (one: Program.Input): string => `  ${JSON.stringify(one)}`
    const edits = this.steps.some((one) => one.do === "publish") ? ["edits", ...this.edits.map(document)] : []
    return ["programs", ...this.programs.map(document), ...edits, "steps", ...this.steps.map(line)].join("\n")
  }

  /** The commands that open the shop: the programs, and two people who refer. */
  opening(now: Instant): ReadonlyArray<Command> {
    return this.programs.flatMap((input) => [
      publishing(Program.make(input), now),
      ...[0, 1].map((one): Command => enrolling(Program.make(input).id, one, now, true))
    ])
  }
}

export interface Scope {
  readonly edits?: boolean
  readonly programs?: number
  readonly steps?: number
  /** Three friends qualify first, and then nothing but what may become of their orders and rewards. */
  readonly isWalk?: boolean
}

/** Histories with one program or two, in one currency, and edits of the first. */
export const history = ({
  edits = true,
  isWalk = false,
  programs = 2,
  steps: size = 24
}: Scope = {}): fc.Arbitrary<History> =>
  currency.chain((unit) =>
    fc
      .integer({ min: 1, max: programs })
      .chain((count) =>
        fc
          .tuple(
            fc.tuple(programInput({ unit, id: "alpha" }), programInput({ unit, id: "beta" })),
            fc.array(programInput({ unit, id: "alpha" }), { minLength: 1, maxLength: 2 }),
            isWalk ? walk(unit, count, size) : fc.array(steps(unit, count), { maxLength: size, size: "max" })
          )
          .map(
            ([both, changed, all]) =>
              new History(unit, both.slice(0, count), changed, edits ? all : all.filter((one) => one.do !== "publish"))
          )
      )
  )

const money = (text: string): Money.Money => unwrap(Money.parse(text))
const programId = (n: number): ProgramId => (n === 0 ? "alpha" : "beta") as ProgramId
export const personId = (n: number): PersonId => `p${n}` as PersonId
const subjectId = (n: number): PersonId => (n < 0 ? `v${-n}` : `p${n}`) as PersonId
const codeOf = (program: ProgramId, one: number): Code => `${program.toUpperCase()}-${one}` as Code

const publishing = (program: Program.Program, at: Instant): Command => ({
  _tag: "PublishProgram",
  at,
  program: program.id,
  document: Program.toJson(program),
  mode: "publish"
})

const enrolling = (program: ProgramId, one: number, at: Instant, print = false): Command => ({
  _tag: "EnrollAdvocate",
  at,
  program,
  person: personId(one),
  codes: [codeOf(program, one)],
  ...(print ? { prints: [`print-${one}`] } : {})
})

const seenAs = ({ print, visitor: by }: { readonly print: number; readonly visitor: number }, one: number) => ({
  ...(by === 0 ? {} : { visitor: `v${by}` as PersonId }),
  // Two in five give the address of somebody who refers, one none, and two their own.
  ...(print === 2 ? {} : { prints: [`print-${print < 2 ? print : one}`] })
})

/** What a step asks of the world as it stands. */
export const commandsOf = (step: Step, world: World, { edits }: History): ReadonlyArray<Command> => {
  const at = ("back" in step ? world.now - step.back : world.now) as Instant
  switch (step.do) {
    case "enroll":
      return [enrolling(programId(step.program), step.person, at, step.print)]
    case "touch":
      return [
        {
          _tag: "RecordTouch",
          at,
          touch: `t${step.nth}`,
          code: codeOf(programId(step.program), step.advocate),
          subject: subjectId(step.subject),
          source: step.code ? "code" : "click"
        }
      ]
    case "signup":
      return [{ _tag: "RecordSignup", at, person: personId(step.person), ...seenAs(step, step.person) }]
    case "quote":
      return [
        {
          _tag: "RequestQuote",
          at,
          quote: `q${step.nth}` as QuoteId,
          person: personId(step.person),
          cart: money(step.cart),
          ...seenAs(step, step.person)
        }
      ]
    case "order": {
      const quote = step.quote < 0 ? {} : { quote: `q${step.quote}` as QuoteId }
      const claim = step.claim ? {} : { newCustomer: false }
      const country = step.country ? { country: "US" } : {}
      return [
        {
          _tag: "RecordOrder",
          at,
          order: `o${step.nth}` as OrderId,
          person: personId(step.person),
          total: money(step.total),
          ...quote,
          ...claim,
          ...country,
          ...seenAs(step, step.person)
        }
      ]
    }
    case "refer":
      return referring(step, at, world)
    default:
      return later(step, at, world, edits)
  }
}

const referring = (step: Extract<Step, { do: "refer" }>, at: Instant, world: World): ReadonlyArray<Command> => {
  const friend = personId(step.friend)
  const quote = `q-o${step.nth}` as QuoteId
  const cart = money(step.total)
  const touch = `r-${step.nth}-${step.friend}-${world.events.length}`
  return [
    {
      _tag: "RecordTouch",
      at,
      touch,
      code: codeOf(programId(step.program), step.advocate),
      subject: friend,
      source: "click"
    },
    ...(step.quoted ? [{ _tag: "RequestQuote", at, quote, person: friend, cart } as const] : []),
    {
      _tag: "RecordOrder",
      at,
      order: `o${step.nth}` as OrderId,
      person: friend,
      total: cart,
      country: "US",
      ...(step.quoted ? { quote } : {})
    }
  ]
}

const later = (
  step: Exclude<Step, { do: "enroll" | "touch" | "signup" | "quote" | "order" | "refer" }>,
  at: Instant,
  world: World,
  edits: History["edits"]
): ReadonlyArray<Command> => {
  // Most often an order that is there already.
  const known = ordersOf(world)
  const orderNo = (n: number): OrderId =>
    (n === 5 ? `o${n}` : (known[n % Math.max(1, known.length)]?.order ?? `o${n}`)) as OrderId
  const nth = <A>(all: ReadonlyArray<A>, n: number): ReadonlyArray<A> =>
    all.slice(n % Math.max(1, all.length)).slice(0, 1)
  switch (step.do) {
    case "change":
      return [{ _tag: "ChangeOrder", at, order: orderNo(step.nth), revision: step.revision, total: money(step.total) }]
    case "refund": {
      const found = world.fact<Fact.Order>(`order/${orderNo(step.nth)}`)
      const amount = step.whole && found !== null && found.person !== null ? found.total : money(step.amount)
      return [{ _tag: "RefundOrder", at, order: orderNo(step.nth), refund: `r${step.refund}` as RefundId, amount }]
    }
    case "review": {
      const reviewable = referralsOf(world).filter((one) => one.state !== "rejected" && one.state !== "in-review")
      return nth(reviewable, step.nth).map(({ friend, program }) => ({ _tag: "OpenReview", at, program, friend }))
    }
    case "verdict":
      return nth(
        referralsOf(world).filter((one) => one.state === "in-review"),
        step.nth
      ).map(({ friend, program }) => ({
        _tag: "CloseReview",
        at,
        program,
        friend,
        verdict: step.approved ? "approved" : "rejected"
      }))
    case "redeem": {
      const usable = rewardsOf(world).filter(({ state }) => state === "available" || state === "pending")
      return nth(usable, step.nth).map(({ reward }) => ({
        _tag: "RedeemReward",
        at,
        reward,
        order: `o${step.order}` as OrderId,
        total: money(step.total)
      }))
    }
    case "settle":
      return nth(rewardsOf(world), step.nth).map(({ reward }) => ({ _tag: "SettleReward", at, reward }))
    case "settle friend":
      return [{ _tag: "SettleReferral", at, program: programId(step.program), friend: personId(step.friend) }]
    case "publish": {
      const edit = edits[step.version % edits.length]
      return edit === undefined ? [] : [publishing(Program.make(edit), at)]
    }
    case "pass":
      return []
  }
}

const under = <A>(world: World, prefix: string): ReadonlyArray<A> =>
  [...world.facts].filter(([key]) => key.startsWith(prefix)).map(([, fact]) => fact as A)

export const rewardsOf = (world: World): ReadonlyArray<Fact.Reward> => under(world, "reward/")
export const referralsOf = (world: World): ReadonlyArray<Fact.Referral> => under(world, "referral/")
export const ordersOf = (world: World): ReadonlyArray<Fact.Order> => under(world, "order/")

export interface Watch {
  /** After each command, wakes included: what was asked, and what came of it. */
  readonly after?: (world: World, command: Command, outcome: Outcome) => void
}

/** Lives through a history. */
export const live = (story: History, { after }: Watch = {}): World => {
  const world = new World(origin)
  if (after !== undefined) {
    const run = world.run.bind(world)
    world.run = (command) => {
      const outcome = run(command)
      after(world, command, outcome)
      return outcome
    }
  }
  for (const command of story.opening(world.now)) world.run(command)
  for (const step of story.steps) {
    if (step.do !== "pass") for (const command of commandsOf(step, world, story)) world.run(command)
    else if (step.asleep) world.sleep(world.now + step.ms)
    else world.advance(world.now + step.ms)
  }
  return world
}
