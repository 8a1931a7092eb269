/** Ids that are nobody's yet. They begin with the time, so that rows of one day lie together in an index. */
import { randomBytes } from "node:crypto"

/** A prefix and 22 characters: 48 bits of time, 80 of chance. */
export const minted = (prefix: "psn" | "prt"): string => {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(Date.now(), 0, 6)
  return `${prefix}_${bytes.toString("base64url")}`
}
