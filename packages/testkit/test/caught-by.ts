/**
 * Each saboteur and the cases that must catch it; others may do so as well. The tests prove it, and
 * `docs/saboteurs.md` shows it.
 */
export const caughtBy: Readonly<Record<string, readonly string[]>> = {
  "no-version-check": [
    "facts/refuses-an-old-version",
    "atomicity/of-a-stale-fact",
    "racers/one-writes-a-version",
    "processes/find-what-was-taken"
  ],
  "unguarded-absence": [
    "facts/refuses-a-second-first-write",
    "facts/a-tombstone-has-a-version",
    "racers/one-writes-an-absence"
  ],
  "unheld-check": ["facts/refuses-a-check-of-an-old-version", "racers/a-check-holds-to-the-end"],
  "ignored-bound": [
    "counters/keep-a-maximum",
    "counters/keep-a-minimum",
    "racers/five-fit-above-a-minimum",
    "engines/keep-a-budget"
  ],
  "full-counter": ["counters/refuse-what-leaves-64-bits"],
  "ignored-peak": ["counters/mind-the-peak", "counters/mind-the-trough", "workload/one-committer-does-as-the-model"],
  "check-then-write": ["racers/seven-fit-under-a-maximum", "racers/five-fit-above-a-minimum", "engines/keep-a-budget"],
  "version-then-write": [
    "racers/one-writes-a-version",
    "racers/one-writes-an-absence",
    "racers/lose-no-update",
    "engines/answer-many-callers"
  ],
  "ignored-fence": ["counters/keep-a-fence", "atomicity/of-a-moved-fence", "racers/one-passes-a-fence"],
  "silent-bound": ["counters/keep-a-maximum", "atomicity/of-a-broken-bound", "racers/seven-fit-under-a-maximum"],
  "silent-conflict": ["facts/refuses-an-old-version", "atomicity/of-a-stale-fact", "racers/one-writes-a-version"],
  "swallowed-error": [
    "limits/refuse-one-item-more",
    "failures/a-lost-connection-leaves-nothing-by-half",
    "failures/the-store-goes-on-after-a-lost-connection"
  ],
  "accepted-duplicate": [
    "receipts/are-taken-once",
    "receipts/events-are-taken-once",
    "racers/one-gets-a-receipt",
    "processes/find-what-was-taken"
  ],
  "partial-commit": [
    "atomicity/of-a-broken-bound",
    "atomicity/of-a-stale-fact",
    "atomicity/of-a-taken-receipt",
    "erasure/of-a-refused-batch",
    "engines/outlive-a-lost-connection"
  ],
  "two-transactions": [
    "atomicity/of-a-taken-event",
    "failures/an-interrupted-commit-is-whole-or-nothing",
    "engines/outlive-a-lost-answer"
  ],
  "unheld-fence": ["racers/a-fence-holds-to-the-end"],
  "lost-message": ["racers/one-claims-a-message", "outbox/keeps-lanes-apart"],
  "cut-batch": ["limits/refuse-one-item-more"],
  "sequence-gap": ["event-order/a-reader-among-writers-misses-nothing"],
  "skipped-event": [
    "event-order/is-the-same-on-pages-of-any-size",
    "tenants/have-logs-of-their-own",
    "round-trips/a-log-of-2000-events"
  ],
  "log-by-time": ["event-order/within-a-commit-is-that-of-the-batch"],
  "lapped-row": ["pages/show-every-fact-once"],
  "pages-by-write": ["pages/hold-while-rows-change"],
  "tenant-leak": ["tenants/see-only-their-own", "engines/keep-tenants-apart"],
  "torn-read": ["atomicity/is-seen-whole"],
  "read-by-table": ["atomicity/is-loaded-whole"],
  "rounded-amount": ["round-trips/amounts-of-transfers"],
  "rounded-counter": ["counters/count-64-bits"],
  "forgotten-tombstone": ["facts/a-tombstone-has-a-version", "engines/claim-a-friend-once"],
  "folded-key": ["round-trips/ids-as-they-are-spelled"],
  "stripped-nul": ["round-trips/odd-values-unchanged-or-refused"],
  "replaced-half": ["round-trips/odd-keys-unchanged-or-refused"],
  "double-claim": ["racers/one-claims-a-message"],
  "late-settle": ["outbox/takes-no-late-word", "outbox/takes-no-word-of-strangers"],
  "endless-claim": ["outbox/gives-it-again-when-a-claim-runs-out", "engines/settle-nothing-late"],
  "remembered-attempts": ["outbox/revives-with-no-attempts-counted"],
  "own-clock": ["outbox/gives-what-is-due-the-longest-due-first", "engines/deliver-when-it-is-due"],
  "whole-seconds": ["outbox/is-exact-to-the-millisecond", "outbox/puts-off"],
  "at-most-once": [
    "outbox/gives-it-again-when-a-claim-runs-out",
    "engines/set-aside-and-deliver-once-revived",
    "engines/deliver-under-one-key-whatever-crashes"
  ],
  "newest-place-first": ["outbox/names-the-longest-due-first"],
  "place-per-message": ["outbox/names-each-place-once", "outbox/names-few-places-at-a-time-and-leaves-none-out"],
  "limitless-places": ["outbox/names-few-places-at-a-time-and-leaves-none-out"],
  "first-places-only": ["outbox/names-few-places-at-a-time-and-leaves-none-out"],
  "undead-place": ["outbox/says-where-something-is-due"],
  "folded-lane": ["outbox/tells-lanes-apart-by-every-letter"],
  "padded-token": ["outbox/tells-tokens-apart-by-every-letter"],
  "leaky-retry": ["tenants/put-off-only-their-own"],
  "no-idempotency": ["receipts/are-taken-once", "racers/one-gets-a-receipt", "engines/count-one-order-once"],
  "forgotten-receipt": [
    "processes/see-what-another-wrote",
    "processes/find-what-was-taken",
    "engines/go-on-after-a-restart"
  ],
  "local-lock": ["racers/seven-fit-under-a-maximum", "racers/five-fit-above-a-minimum"],
  "stale-cache": ["processes/write-over-each-other-in-turn", "racers/lose-no-update"],
  "kept-history": ["erasure/of-a-fact-that-was-put-null", "erasure/of-a-fact-that-was-written-over"],
  "archived-message": ["erasure/of-a-settled-message"]
}
