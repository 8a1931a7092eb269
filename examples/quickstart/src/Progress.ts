/** How far a run has come, on stderr: a bar that moves on a terminal, a line for every tenth elsewhere. */
export interface Progress {
  readonly at: (done: number, what: string) => void
  readonly end: () => void
}

const width = 30
const pauseMs = 80

export interface Sink {
  readonly isTTY?: boolean
  readonly write: (text: string) => unknown
}

export const make = (total: number, stream: Sink): Progress => {
  let tenth = 0
  let shownAt = 0
  const bar = (done: number, what: string): void => {
    const filled = Math.min(width, Math.floor((done / total) * width))
    const percent = `${Math.floor((done / total) * 100)}`.padStart(3)
    stream.write(`\r${"█".repeat(filled)}${"░".repeat(width - filled)} ${percent} %  ${what}\x1b[K`)
  }
  if (stream.isTTY) {
    return {
      at: (done, what) => {
        const now = Date.now()
        if (now - shownAt < pauseMs && done < total) return
        shownAt = now
        bar(done, what)
      },
      end: () => stream.write("\r\x1b[K")
    }
  }
  return {
    at: (done, what) => {
      const reached = Math.floor((done / total) * 10)
      if (reached > tenth) stream.write(`${reached * 10} %  ${what}\n`)
      tenth = Math.max(tenth, reached)
    },
    end: () => {}
  }
}

const readEvery = 100_000

/** The first reading of a file, whose length is not known: small files are read before anybody could look. */
export const reading =
  (stream: Sink): ((rows: number) => void) =>
  (rows) => {
    if (rows % readEvery !== 0) return
    const text = `${rows.toLocaleString("en-US")} rows read and checked`
    stream.write(stream.isTTY ? `\r${text}\x1b[K` : `${text}\n`)
  }
