/** All cases, in the order in which they run: what is simplest first. */
import type { Case } from "../Case.ts"
import { atomicity } from "./atomicity.ts"
import { counters } from "./counters.ts"
import { enginesAlone } from "./engines-alone.ts"
import { enginesAtOnce } from "./engines-at-once.ts"
import { enginesInBatches } from "./engines-in-batches.ts"
import { enginesOnce } from "./engines-once.ts"
import { enginesRelay } from "./engines-relay.ts"
import { erasure } from "./erasure.ts"
import { eventOrder } from "./event-order.ts"
import { facts } from "./facts.ts"
import { failures } from "./failures.ts"
import { limits } from "./limits.ts"
import { migrations } from "./migrations.ts"
import { oddTexts } from "./odd-texts.ts"
import { outbox } from "./outbox.ts"
import { pages } from "./pages.ts"
import { betweenProcesses } from "./processes.ts"
import { racing } from "./racers.ts"
import { receipts } from "./receipts.ts"
import { roundTrips } from "./round-trips.ts"
import { tenants } from "./tenants.ts"
import { workload } from "./workload.ts"

export const cases: readonly Case[] = [
  ...facts,
  ...counters,
  ...receipts,
  ...atomicity,
  ...roundTrips,
  ...oddTexts,
  ...limits,
  ...tenants,
  ...outbox,
  ...eventOrder,
  ...pages,
  ...racing,
  ...failures,
  ...betweenProcesses,
  ...erasure,
  ...migrations,
  ...workload,
  ...enginesAlone,
  ...enginesAtOnce,
  ...enginesOnce,
  ...enginesInBatches,
  ...enginesRelay
]
