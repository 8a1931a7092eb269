/** What is held in memory, counted after what is no longer needed was thrown away. */
import { getHeapStatistics, setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

setFlagsFromString("--expose-gc")
const collect = runInNewContext("gc") as () => void

export const heldBytes = (): number => {
  collect()
  return process.memoryUsage().heapUsed
}

export const peakRssMiB = (): number => Math.round(process.resourceUsage().maxRSS / 1024)

/** What the replay at the end needs beside the store: it folds every fact anew. */
const storeShare = 0.65
/** Part of Node's limit, but only for what is young. */
const youngBytes = 192 * 1024 * 1024

/** Whether a larger store could no longer be replayed. Asking is cheap until it gets tight. */
export const isNearlyFull = (): boolean => {
  const most = (getHeapStatistics().heap_size_limit - youngBytes) * storeShare
  return process.memoryUsage().heapUsed > most && heldBytes() > most
}
