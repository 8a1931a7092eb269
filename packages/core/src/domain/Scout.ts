/**
 * A look ahead: a plan reads facts as a decision would, and what is not loaded yet is noted instead. A plan that noted
 * nothing is ready; the engine loads what was noted and lets it look again.
 */
import type { Compiled, Programs } from "./Compile.ts"
import type * as Fact from "./Fact.ts"
import type { Facts } from "./Facts.ts"
import type { FactKey, ProgramId } from "./Ids.ts"
import * as Key from "./Key.ts"
import * as Pin from "./Pin.ts"

/** Keys of facts and of counters; the versions of programs are facts that never change. */
export interface Keys {
  readonly facts: readonly string[]
  readonly counters: readonly string[]
}

export interface Scout {
  readonly facts: Facts
  readonly programs: Programs
  readonly wanted: Set<string>
  readonly wantedCounters: Set<string>
}

export const make = (facts: Facts, programs: Programs): Scout => ({
  facts,
  programs,
  wanted: new Set(),
  wantedCounters: new Set()
})

/** A fact, or `null` where there is none or it is not loaded yet. */
export const read = <A>(scout: Scout, key: FactKey<A>): A | null => {
  const loaded = scout.facts.get(key)
  if (loaded === undefined) scout.wanted.add(key)
  return (loaded ?? null) as A | null
}

export const want = (scout: Scout, key: string): void => {
  if (scout.facts.get(key) === undefined) scout.wanted.add(key)
}

export const wantCounter = (scout: Scout, key: string | undefined): void => {
  if (key !== undefined && scout.facts.counter(key) === undefined) scout.wantedCounters.add(key)
}

/** The compiled terms of a version, once they are at hand. */
export const version = (scout: Scout, program: ProgramId, version: number): Compiled | undefined => {
  const key = Key.programVersion(program, version)
  const compiled = scout.programs.get(key)
  if (compiled === undefined) scout.wanted.add(key)
  return compiled
}

const none: readonly never[] = []

/** The terms that may be live when it is decided: two where a version is on its way, else one. */
export const live = (scout: Scout, program: ProgramId): readonly Compiled[] => {
  const head: Fact.ProgramHead | null = read(scout, Key.program(program))
  return head === null ? none : versions(scout, program, Pin.liveVersions(head))
}

/** The terms under which a referral may be decided, by the version that it is pinned to. */
export const terms = (scout: Scout, program: ProgramId, pinned: number): readonly Compiled[] => {
  const head: Fact.ProgramHead | null = read(scout, Key.program(program))
  return head === null ? none : versions(scout, program, Pin.termsVersions(head, pinned))
}

/** Those, and the ones that it is pinned to: what it had earned before it was moved was earned under them. */
export const ownAndTerms = (scout: Scout, program: ProgramId, pinned: number): readonly Compiled[] => {
  const own = version(scout, program, pinned)
  return [...new Set([...(own === undefined ? [] : [own]), ...terms(scout, program, pinned)])]
}

const versions = (scout: Scout, program: ProgramId, numbers: readonly number[]): readonly Compiled[] => {
  const found = numbers.map((number) => version(scout, program, number))
  return found.every((one) => one !== undefined) ? found : none
}

/** The newest version of a program that is at hand, which need not be the live one. */
export const newest = ({ programs }: Scout, program: ProgramId): Compiled | undefined => {
  let newest: Compiled | undefined
  for (const one of programs.values()) {
    if (one.id === program && (newest === undefined || one.version > newest.version)) newest = one
  }
  return newest
}

export const isReady = (scout: Scout): boolean => scout.wanted.size === 0 && scout.wantedCounters.size === 0
