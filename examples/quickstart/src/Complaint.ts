/** A mistake in what was given: a flag, a file, a row. It is told in one sentence, and nothing is written. */
export class Complaint extends Error {
  override readonly name = "Complaint"
}

/** What went wrong with a file, as people say it. */
export const ofFile = (path: string, error: unknown): Complaint => {
  const code = error instanceof Error && "code" in error ? String(error.code) : ""
  const why = reasons.get(code) ?? (error instanceof Error ? error.message : String(error))
  return new Complaint(`${path}: ${why}`)
}

const reasons: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "there is no such file"],
  ["EISDIR", "this is a folder, not a file"],
  ["ENOTDIR", "a part of this path is a file, not a folder"],
  ["EEXIST", "this is a file, not a folder"],
  ["EACCES", "this may not be read or written by you"],
  ["EROFS", "this is on a disk that cannot be written"],
  ["ENOSPC", "the disk is full"]
])
