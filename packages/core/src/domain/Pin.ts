/**
 * Which version of a program counts for whom: a referral is pinned to the one it began under, until a publication says
 * that open referrals move. What a head says holds by data: no scan rewrites referrals, and no wake makes a version live.
 */
import type * as Fact from "./Fact.ts"
import type { Instant } from "./Instant.ts"

/** A head as it is at a time: what was to become live by then is. */
export const at = (head: Fact.ProgramHead, time: Instant): Fact.ProgramHead =>
  head.next === null || time < head.next.from ? head : turned(head, head.next)

/** A head after its next version has become live. */
export const turned = (head: Fact.ProgramHead, { openReferrals, version }: Fact.Switch): Fact.ProgramHead => ({
  ...head,
  version,
  next: null,
  moved: openReferrals === "keep" ? head.moved : version,
  ...(openReferrals === "reprice" ? { repriced: version } : {})
})

/** The version under which a referral is decided at a time: its own, or the one that it has been moved to. */
export const termsOf = (head: Fact.ProgramHead, pinned: number, time: Instant): number => {
  const { moved } = at(head, time)
  return Math.max(pinned, moved)
}

/** The version that says who may refer: people enroll before the first version is live, and that one decides then. */
export const refersBy = (head: Fact.ProgramHead, time: Instant): number => {
  const { next, version } = at(head, time)
  return version === 0 ? (next?.version ?? 0) : version
}

/** Every version that may be live when a command is decided, the present one first. A plan knows no time. */
export const liveVersions = (head: Fact.ProgramHead): readonly number[] =>
  head.next === null ? [head.version] : head.version === 0 ? [head.next.version] : [head.version, head.next.version]

/** The version under which what is held is valued anew at a time; 0 where there is none. */
export const repricedBy = (head: Fact.ProgramHead, time: Instant): number => at(head, time).repriced ?? 0

/** Every version that this may be, as `liveVersions`. */
export const repricedVersions = ({ next, repriced }: Fact.ProgramHead): readonly number[] => [
  ...(repriced === undefined ? [] : [repriced]),
  ...(next?.openReferrals === "reprice" ? [next.version] : [])
]

/** Every version under which a referral may be decided, as `liveVersions`. */
export const termsVersions = (head: Fact.ProgramHead, pinned: number): readonly number[] => {
  const now = Math.max(pinned, head.moved)
  return head.next === null || head.next.openReferrals === "keep" ? [now] : [now, head.next.version]
}
