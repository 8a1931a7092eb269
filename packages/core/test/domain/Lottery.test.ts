// Draws by lot: committed before, drawn once, and drawn again by whoever has the seed.
import { createHash, createHmac } from "node:crypto"
import * as Result from "effect/Result"
import fc from "fast-check"
import { describe, expect, it, vi } from "vitest"
import { seedOf } from "../../../testkit/src/generators/seeds.ts"
import type { Draw } from "../../src/domain/Fact.ts"
import type { ProgramId } from "../../src/domain/Ids.ts"
import { fromHex, hmac, sha256, toHex, utf8 } from "../../src/domain/internal/sha256.ts"
import * as Key from "../../src/domain/Key.ts"
import * as Lottery from "../../src/domain/Lottery.ts"
import type { Written } from "../../src/domain/Policy.ts"
import * as Program from "../../src/domain/Program.ts"
import { and } from "../../src/domain/policies/and.ts"
import { bestOf } from "../../src/domain/policies/best-of.ts"
import { capped } from "../../src/domain/policies/capped.ts"
import { choice } from "../../src/domain/policies/choice.ts"
import { lottery } from "../../src/domain/policies/lottery.ts"
import { nothing } from "../../src/domain/policies/nothing.ts"
import { orElse } from "../../src/domain/policies/or-else.ts"
import { when } from "../../src/domain/policies/when.ts"
import { history, live } from "../arbitraries/histories.ts"
import { law } from "../arbitraries/money.ts"
import { all, credit, fixedOff, giftCard, one, pointsOf, program, Shop } from "../arbitraries/shop.ts"

vi.setConfig({ testTimeout: 120_000 })

const seed = createHash("sha256").update("a seed of the tests").digest("hex")
const forty = { condition: "minimum-total", amount: "40.00 USD" }
const scarce = (count: number, of: Written): Written => capped({ count, per: "ever", of: "program" }, of)

const open = (give: Written, more: Partial<Program.Input> = {}, drawnWith = seed): Shop => {
  const shop = new Shop()
  shop.publish(program({ newCustomersOnly: false, advocate: { id: "wheel", give }, ...more }), "open", {
    seed: drawnWith
  })
  return shop.enroll("ann")
}

const reveal = (shop: Shop, next = seedOf(7)) =>
  shop.do({ _tag: "RevealSeed", at: shop.world.now, program: "spring" as ProgramId, seed: next })

/** The draw of an order, as anybody can make it who has the seed and HMAC: the first place. */
const firstBy = (draw: string, odds: readonly number[], key = seed): number => {
  const mac = createHmac("sha256", Buffer.from(key, "hex")).update(`${draw}/0`).digest("hex")
  const number = BigInt(`0x${mac}`) % BigInt(odds.reduce((a, b) => a + b, 0))
  let below = 0
  return odds.findIndex((of) => {
    below += of
    return number < BigInt(below)
  })
}

/** An order whose first draw falls on a place. */
const orderFor = (place: number, odds: readonly number[]): string => {
  for (let n = 0; ; n++) {
    if (firstBy(`draw/spring/wheel/advocate/ann/o:o${n}`, odds) === place) return `o${n}`
  }
}

describe("SHA-256 and HMAC", () => {
  it("are those of the standard", () => {
    expect(toHex(sha256(utf8("abc")))).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    expect(toHex(sha256(utf8("")))).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    expect(toHex(hmac(utf8("Jefe"), utf8("what do ya want for nothing?")))).toBe(
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )
  })

  it("are those of the platform, for any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 64 }), (bytes, key) => {
        expect(toHex(sha256(bytes))).toBe(createHash("sha256").update(bytes).digest("hex"))
        expect(toHex(hmac(key, bytes))).toBe(createHmac("sha256", key).update(bytes).digest("hex"))
        expect(fromHex(toHex(bytes))).toEqual(bytes)
      }),
      law
    )
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }).filter((text) => text.isWellFormed()),
        (text) => {
          expect([...utf8(text)]).toEqual([...Buffer.from(text, "utf8")])
        }
      ),
      law
    )
  })
})

describe("a draw", () => {
  const odds = [1, 9, 90]
  const prizes = lottery({ odds }, [giftCard("50.00 USD"), credit("5.00 USD"), nothing()])

  it.each([0, 1, 2])("gives the place that its seed and name say: %i", (place) => {
    const shop = open(prizes)
    const order = orderFor(place, odds)
    const decision = shop.touch("ann", "bob").order(order, "bob", "50.00 USD")
    const draw = `draw/spring/wheel/advocate/ann/o:${order}`
    expect(one(decision, "LotteryDrawn")).toMatchObject({ draw, odds, asked: [place], given: place, period: 1 })
    const rules = all(decision, "RewardGranted").map(({ rule }) => rule)
    expect(rules).toEqual([["wheel"], ["wheel.2"], []][place])
  })

  it("is made under the seed that was committed with the program", () => {
    const shop = open(prizes)
    const [, committed] = shop.world.events
    expect(committed).toMatchObject({ _tag: "SeedCommitted", period: 1, commitment: Lottery.commitmentOf(seed) })
    expect(createHash("sha256").update(Buffer.from(seed, "hex")).digest("hex")).toBe(Lottery.commitmentOf(seed))
    expect(JSON.stringify(shop.world.events)).not.toContain(seed)
    shop.publish(
      program({ newCustomersOnly: false, advocate: { id: "wheel", give: prizes }, name: "Wheel" }),
      "publish",
      {
        seed: seedOf(3)
      }
    )
    expect(all(shop.world, "SeedCommitted")).toHaveLength(1)
  })

  it("goes on among the rest where what was drawn is refused", () => {
    const odds = [97, 2, 1]
    const shop = open(lottery({ odds }, [scarce(1, giftCard()), when(forty, credit()), pointsOf()]))
    const given = ["39.99 USD", "39.99 USD", "40.00 USD", "40.00 USD"].map((total, i) => {
      const decision = shop.touch("ann", `bob${i}`).order(`o${i}`, `bob${i}`, total)
      const { asked, given } = one(decision, "LotteryDrawn")
      expect(all(decision, "RewardRefused")).toHaveLength(asked.length - 1)
      return given
    })
    expect(given.filter((place) => place === 0)).toHaveLength(1)
    expect(given[1]).toBe(2)
  })

  it("gives nothing where all is refused, and a consolation takes its place", () => {
    const out = lottery({ odds: [1, 1] }, [scarce(1, giftCard()), scarce(1, credit())])
    const shop = open(orElse(out, pointsOf("1 points")))
    const given = [0, 1, 2].map((i) => {
      const decision = shop.touch("ann", `bob${i}`).order(`o${i}`, `bob${i}`, "50.00 USD")
      return [one(decision, "LotteryDrawn").given === null, all(decision, "RewardGranted").at(-1)?.kind]
    })
    expect(given.map(([isNone]) => isNone)).toEqual([false, false, true])
    expect(given[2]).toEqual([true, "points"])
  })

  it("is none where nothing could be won", () => {
    const shop = open(lottery({ odds: [1, 9] }, [when(forty, giftCard()), nothing()]))
    const decision = shop.touch("ann", "bob").order("o1", "bob", "39.99 USD")
    expect(all(decision, "LotteryDrawn")).toEqual([])
    expect(all(decision, "RewardRefused").map(({ reason }) => reason)).toEqual(["minimum-total"])
  })

  it.each([
    ["nothing could be won", "39.99 USD", (_: Shop) => {}],
    ["the seed is lost", "40.00 USD", (shop: Shop) => void shop.world.facts.delete("program/spring/seed")]
  ])("leaves its place to a consolation where %s", (_, total, happen) => {
    const wheel = lottery({ odds: [1, 9] }, [when(forty, giftCard()), when(forty, credit())])
    const shop = open(orElse(wheel, pointsOf("1 points")))
    happen(shop)
    const decision = shop.touch("ann", "bob").order("o1", "bob", total)
    expect(all(decision, "RewardGranted").map(({ kind }) => kind)).toEqual(["points"])
  })

  it("happens once: what is earned anew is what was drawn, under another seed and though better is there again", () => {
    const odds = [1, 99]
    const shop = open(lottery({ odds }, [scarce(1, giftCard("50.00 USD")), credit("1.00 USD")]))
    const [first, second] = [0, 1].map((skip) => {
      let seen = 0
      for (let n = 0; ; n++) {
        if (firstBy(`draw/spring/wheel/advocate/ann/o:o${n}`, odds) === 0 && seen++ === skip) return `o${n}`
      }
    }) as [string, string]
    shop.touch("ann", "bob").order(first, "bob", "50.00 USD")
    shop.touch("ann", "joe").order(second, "joe", "50.00 USD")
    expect(shop.rewards.map(({ rule }) => rule)).toEqual(["wheel", "wheel.2"])
    shop.refund(first, "r1", "50.00 USD")
    shop.change(second, 1, "0.00 USD")
    reveal(shop)
    expect(all(shop.change(second, 2, "50.00 USD"), "RewardGranted").map(({ rule }) => rule)).toEqual(["wheel.2"])
    expect(all(shop.world, "LotteryDrawn")).toHaveLength(2)
    shop.refund(second, "r2", "50.00 USD")
    expect(shop.rewards.map(({ state }) => state)).toEqual(["reversed", "reversed"])
  })

  it("gives what comes after a blank, and nothing of its own", () => {
    const odds = [1, 1]
    const shop = open(orElse(lottery({ odds }, [giftCard(), nothing()]), pointsOf("1 points")))
    const kinds = [0, 1].map((place) => {
      const order = orderFor(place, odds)
      const decision = shop.touch("ann", `bob${place}`).order(order, `bob${place}`, "50.00 USD")
      return all(decision, "RewardGranted").map(({ kind }) => kind)
    })
    expect(kinds).toEqual([["gift-card"], ["points"]])
  })

  it("happens once: where nothing was left, nothing is given though there is something again", () => {
    const shop = open(lottery({ odds: [1, 1] }, [scarce(1, giftCard()), when(forty, scarce(1, credit()))]))
    for (const n of [0, 1, 2]) shop.touch("ann", `bob${n}`).order(`o${n}`, `bob${n}`, "50.00 USD")
    expect(all(shop.world, "LotteryDrawn").map(({ given }) => given === null)).toEqual([false, false, true])
    shop.cancel("o0")
    shop.cancel("o1")
    shop.change("o2", 1, "0.00 USD")
    expect(all(shop.change("o2", 2, "50.00 USD"), "RewardGranted")).toEqual([])
    expect(all(shop.world, "LotteryDrawn")).toHaveLength(3)
  })

  it("is one of its own for sign-ups and milestones", () => {
    const wheel = lottery({ odds: [1, 1] }, [giftCard(), credit()])
    const shop = open(nothing(), {
      advocate: [],
      friend: { id: "welcome", on: "sign-up", give: lottery({ odds: [1, 1] }, [pointsOf(), fixedOff()]) },
      milestones: [{ every: 2, give: wheel }]
    })
    shop.touch("ann", "bob").order("o1", "bob", "50.00 USD")
    shop.touch("ann", "joe").order("o2", "joe", "50.00 USD")
    expect(all(shop.world, "LotteryDrawn").map(({ draw }) => draw)).toEqual([
      "draw/spring/welcome/friend/bob/s:bob",
      "draw/spring/welcome/friend/joe/s:joe",
      "draw/spring/milestone/advocate/ann/n:1"
    ])
    expect(shop.rewards).toHaveLength(3)
  })

  it("of a milestone happens once, whichever friend reaches it", () => {
    const wheel = lottery({ odds: [1, 1] }, [giftCard(), credit()])
    const shop = open(nothing(), { advocate: [], milestones: [{ every: 1, give: wheel }] })
    shop.touch("ann", "bob").order("o1", "bob", "50.00 USD")
    shop.refund("o1", "r1", "50.00 USD")
    const again = shop.touch("ann", "joe").order("o2", "joe", "50.00 USD")
    expect([all(again, "LotteryDrawn").length, all(again, "RewardGranted").length]).toEqual([0, 1])
    expect(new Set(shop.rewards.map(({ rule }) => rule)).size).toBe(1)
  })

  it("is refused where the seed is lost, and the order stands", () => {
    const shop = open(prizes)
    shop.world.facts.delete("program/spring/seed")
    const decision = shop.touch("ann", "bob").order("o1", "bob", "50.00 USD")
    const refused = all(decision, "RewardRefused")
    expect(refused.map(({ reason }) => reason)).toEqual(["lottery", "lottery"])
    expect(refused[0]?.because).toEqual([{ check: "lottery", passed: false, actual: "no seed" }])
    expect(shop.try({ _tag: "RevealSeed", at: shop.world.now, program: "spring" as ProgramId, seed })).toEqual({
      _tag: "LotteryUnknown",
      program: "spring"
    })
  })
})

describe("a seed", () => {
  it.each([
    ["64 digits", seed, true],
    ["one digit before them", `0${seed}`, false],
    ["one digit behind them", `${seed}0`, false],
    ["one digit less", seed.slice(1), false],
    ["a letter that is no digit", `g${seed.slice(1)}`, false]
  ])("is 32 bytes as hexadecimal digits: %s", (_, text, expected) => {
    expect(Lottery.isSeed(text)).toBe(expected)
  })
})

describe("a seed that is revealed", () => {
  it("stands with its period, where it was committed", () => {
    const shop = open(lottery({ odds: [1, 1] }, [giftCard(), nothing()]))
    const period = (n: number) => shop.world.fact(Key.lotteryPeriod("spring" as ProgramId, n))
    const [commitment, recorded] = [Lottery.commitmentOf(seed), shop.world.now]
    expect(period(1)).toEqual({ commitment, seed: null, recorded })
    reveal(shop)
    expect(period(1)).toEqual({ commitment, seed, recorded })
    expect(period(2)).toEqual({ commitment: Lottery.commitmentOf(seedOf(7)), seed: null, recorded })
  })

  it("gives way to another that is committed in the same decision", () => {
    const shop = open(lottery({ odds: [1, 1] }, [giftCard(), nothing()]))
    shop.touch("ann", "bob").order("o1", "bob", "50.00 USD")
    const [revealed, committed] = reveal(shop).events
    expect(revealed).toMatchObject({ _tag: "SeedRevealed", period: 1, seed })
    expect(committed).toMatchObject({ _tag: "SeedCommitted", period: 2, commitment: Lottery.commitmentOf(seedOf(7)) })
    shop.touch("ann", "joe").order("o2", "joe", "50.00 USD")
    expect(all(shop.world, "LotteryDrawn").map(({ period }) => period)).toEqual([1, 2])
  })

  it("is none where nothing is drawn", () => {
    const shop = open(credit())
    shop.world.facts.delete("program/spring/lottery")
    const asked = { _tag: "RevealSeed", at: shop.world.now, program: "winter" as ProgramId, seed } as const
    expect(shop.try(asked)).toEqual({ _tag: "LotteryUnknown", program: "winter" })
  })
})

describe("what a program may not say of a lottery", () => {
  const issues = (given: Partial<Program.Input>): readonly string[] => {
    const read = Program.decode({ id: "spring", timeZone: "UTC", onSilence: "hold", ...given })
    return Result.isFailure(read) ? read.failure.issues.map(({ message, path }) => `${path}: ${message}`) : []
  }
  const two = lottery({ odds: [1, 1] }, [credit(), nothing()])

  it.each<readonly [Partial<Program.Input>, string]>([
    [
      { advocate: { give: lottery({ odds: [1, 2, 3] }, [credit(), nothing()]) } },
      "advocate.give.odds: names 3 odds for 2 parts: name each part's once, in their order"
    ],
    [
      { advocate: { give: and(two, lottery({ odds: [1, 1] }, [pointsOf(), nothing()])) } },
      "advocate.give.of[1]: is a second lottery, and an offer draws once for an occasion: make it an offer of its own"
    ],
    [
      { advocate: { give: bestOf({ for: "person" }, [two, giftCard()]) } },
      "advocate.give.of[0]: is drawn by lot when it is granted, so nobody can choose or compare it before: draw around the others"
    ],
    [
      { advocate: { give: choice({ sure: giftCard(), lot: two }) } },
      "advocate.give.of[1]: is drawn by lot when it is granted, so nobody can choose or compare it before: draw around the others"
    ],
    [
      { friend: { give: lottery({ odds: [1, 1] }, [fixedOff(), credit()]) } },
      'friend.give.of[0]: is a discount at checkout, which is taken off before anything is drawn: write on: "sign-up", or give something else'
    ]
  ])("%j", (given, issue) => expect(issues(given)).toEqual([issue]))
})

const oddsOf = fc.array(fc.integer({ min: 1, max: 1_000_000_000 }), { minLength: 2, maxLength: 12 })
const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString("hex"))

describe("laws of lotteries", () => {
  it("law 115: every draw of a revealed seed comes out again as it was granted, by HMAC-SHA-256 alone", () => {
    let drawn = 0
    fc.assert(
      fc.property(fc.oneof(history(), history({ isWalk: true })), (story) => {
        const world = live(story)
        for (const id of ["alpha", "beta"] as ProgramId[]) {
          world.run({ _tag: "RevealSeed", at: world.now, program: id, seed: seedOf(1) })
        }
        for (const { period, program, seed } of all(world, "SeedRevealed")) {
          const committed = all(world, "SeedCommitted").find((one) => one.program === program && one.period === period)
          const draws = all(world, "LotteryDrawn").filter((one) => one.program === program && one.period === period)
          drawn += draws.length
          const verdict = Lottery.verify({ commitment: committed?.commitment ?? "", seed, draws })
          expect(verdict).toEqual({ isCommitted: true, wrong: [] })
          for (const { asked, draw, odds } of draws) expect(asked[0]).toBe(firstBy(draw, odds, seed))
        }
        for (const { draw, given } of all(world, "LotteryDrawn")) {
          expect(world.fact<Draw>(draw)?.given).toBe(given)
        }
      }),
      law
    )
    expect(drawn).toBeGreaterThan(law.numRuns / 20)
  })

  it("a seed is 32 bytes in small hexadecimal digits, and a draw has asked something, and nothing twice", () => {
    const [draw, odds] = ["draw/spring/wheel/advocate/ann/o:o1", [1, 9, 90]]
    const places = [...Lottery.placesOf(seed, draw, odds)]
    const verdict = (asked: readonly number[], key = seed) =>
      Lottery.verify({ commitment: Lottery.commitmentOf(seed), seed: key, draws: [{ draw, odds, asked }] })
    const right = { isCommitted: true, wrong: [] }
    const wrong = { isCommitted: true, wrong: [draw] }
    expect(verdict(places)).toEqual(right)
    expect([verdict([]), verdict([...places, 0]), verdict(places.toReversed())]).toEqual([wrong, wrong, wrong])
    const others = [seedOf(3), seed.toUpperCase(), seed.slice(2), `${seed}00`, `00${seed}`, "", `${seed}\n`]
    expect(others.filter((one) => verdict([], one).isCommitted)).toEqual([])
    expect(verdict([], seed).isCommitted).toBe(true)
  })

  it("the second place that a draw asks is drawn by its own number among the rest", () => {
    const odds = [5, 3, 2]
    for (let n = 0; n < 40; n++) {
      const [first = 0, second] = Lottery.placesOf(seed, `draw/${n}`, odds)
      const rest = odds.map((_, place) => place).filter((place) => place !== first)
      const mac = createHmac("sha256", Buffer.from(seed, "hex")).update(`draw/${n}/1`).digest("hex")
      const ofRest = rest.map((place) => odds[place] ?? 0)
      const number = BigInt(`0x${mac}`) % BigInt(ofRest.reduce((a, b) => a + b, 0))
      expect(second).toBe(number < BigInt(ofRest[0] ?? 0) ? rest[0] : rest[1])
    }
  })

  it("law 115: whatever is said otherwise of a draw or a seed is found", () => {
    fc.assert(
      fc.property(seeds, oddsOf, fc.string({ minLength: 1 }), fc.nat(), (seed, odds, name, n) => {
        const places = [...Lottery.placesOf(seed, name, odds)]
        expect([...places].sort((a, b) => a - b)).toEqual(odds.map((_, place) => place))
        const asked = places.slice(0, 1 + (n % places.length))
        const commitment = Lottery.commitmentOf(seed)
        const draw = { draw: name, odds, asked }
        expect(Lottery.verify({ commitment, seed, draws: [draw] })).toEqual({ isCommitted: true, wrong: [] })
        const other = asked.with(-1, ((asked.at(-1) ?? 0) + 1) % odds.length)
        expect(Lottery.verify({ commitment, seed, draws: [{ ...draw, asked: other }] }).wrong).toEqual([name])
        const changed = `${seed.slice(1)}${seed[0] === "0" ? "1" : "0"}`
        expect(Lottery.verify({ commitment, seed: changed, draws: [] }).isCommitted).toBe(changed === seed)
      }),
      law
    )
  })

  it("law 116: of all numbers below the sum of the odds, each place has exactly as many as its odds", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 12 }), (odds) => {
        const counts = odds.map(() => 0)
        const sum = odds.reduce((a, b) => a + b, 0)
        for (let number = 0; number < sum; number++) {
          const place = Lottery.placeOf(odds, BigInt(number))
          counts[place] = (counts[place] ?? 0) + 1
        }
        expect(counts).toEqual(odds)
      }),
      law
    )
  })

  it("law 116: over many draws of one seed each place comes as often as its odds, and among the rest, too", () => {
    const odds = [1, 9, 30, 60]
    const draws = 4_000
    const chi = (counts: readonly number[], of: readonly number[]): number => {
      const [all, sum] = [counts.reduce((a, b) => a + b, 0), of.reduce((a, b) => a + b, 0)]
      return counts.reduce(
        (x, count, i) => x + (count - (all * (of[i] ?? 0)) / sum) ** 2 / ((all * (of[i] ?? 0)) / sum),
        0
      )
    }
    const first = odds.map(() => 0)
    const afterLast = [0, 0, 0]
    for (let n = 0; n < draws; n++) {
      const [one = 0, two = 0] = Lottery.placesOf(seed, `draw/${n}`, odds)
      first[one] = (first[one] ?? 0) + 1
      if (one === 3) afterLast[two] = (afterLast[two] ?? 0) + 1
    }
    // One in a thousand of honest seeds is beyond; this one is fixed.
    expect(chi(first, odds)).toBeLessThan(16.3)
    expect(chi(afterLast, odds.slice(0, 3))).toBeLessThan(13.8)
  })

  const shops = fc.record({
    seed: seeds,
    odds: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 3, maxLength: 3 }),
    stock: fc.integer({ min: 1, max: 3 }),
    orders: fc.integer({ min: 1, max: 8 })
  })

  it("law 117: what is out of stock is never given, and what is in stock goes to whoever draws it", () => {
    fc.assert(
      fc.property(shops, ({ odds, orders, seed, stock }) => {
        const shop = open(lottery({ odds }, [scarce(stock, giftCard()), scarce(stock, credit()), nothing()]), {}, seed)
        const given = [0, 0, 0]
        for (let n = 0; n < orders; n++) {
          const decision = shop.touch("ann", `bob${n}`).order(`o${n}`, `bob${n}`, "50.00 USD")
          const { asked, draw, given: place } = one(decision, "LotteryDrawn")
          const wanted = [...Lottery.placesOf(seed, draw, odds)].find((one) => one === 2 || (given[one] ?? 0) < stock)
          expect(place).toBe(wanted)
          expect(asked.at(-1)).toBe(place)
          given[place ?? 0] = (given[place ?? 0] ?? 0) + 1
        }
        expect(Math.max(given[0] ?? 0, given[1] ?? 0)).toBeLessThanOrEqual(stock)
      }),
      law
    )
  })

  it("law 118: where there is stock for all, what is drawn does not depend on the order in which it is drawn", () => {
    fc.assert(
      fc.property(shops, fc.func(fc.nat()), ({ odds, orders, seed }, rank) => {
        const drawn = (all: readonly number[]): unknown => {
          const shop = open(lottery({ odds }, [giftCard(), credit(), nothing()]), {}, seed)
          for (const n of all) shop.touch("ann", `bob${n}`).order(`o${n}`, `bob${n}`, "50.00 USD")
          return [...shop.world.facts]
            .filter(([key]) => key.startsWith("draw/"))
            .map(([key, fact]) => [key, (fact as Draw).given])
            .sort()
        }
        const numbers = Array.from({ length: orders }, (_, n) => n)
        const shuffled = [...numbers].sort((a, b) => rank(a) - rank(b))
        expect(drawn(shuffled)).toEqual(drawn(numbers))
      }),
      law
    )
  })
})
