/** A proxy before a server, which can cut the line in the middle of a commit or before its answer. */
import { connect, createServer, type Socket } from "node:net"

export interface BreakableLine {
  readonly connectionString: string
  /** Cuts the line of whoever commits next: with half of the words spoken, or before the answer; or falls silent. */
  readonly cutNext: (moment: Moment) => void
  readonly close: () => Promise<void>
}

type Moment = "in-the-middle" | "before-the-answer" | "never-heard-again"

const commit = "commit_batch"

export const breakableLine = async (connectionString: string): Promise<BreakableLine> => {
  const target = new URL(connectionString)
  const sockets = new Set<Socket>()
  let cut: Moment | undefined

  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname)
    let isLast = false
    let isSilent = false
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on("error", () => {})
      socket.on("close", () => {
        sockets.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    near.on("data", (words: Buffer) => {
      if (isSilent) return false
      if (cut === undefined || !words.includes(commit)) return far.write(words)
      const moment = cut
      cut = undefined
      if (moment === "never-heard-again") {
        isSilent = true
        return false
      }
      if (moment === "before-the-answer") {
        isLast = true
        return far.write(words)
      }
      return far.write(words.subarray(0, words.length >> 1), () => near.destroy())
    })
    far.on("data", (words: Buffer) => {
      if (isLast) near.destroy()
      else near.write(words)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const own = new URL(connectionString)
  own.port = String((server.address() as { port: number }).port)
  own.hostname = "127.0.0.1"
  return {
    connectionString: own.href,
    cutNext: (moment) => {
      cut = moment
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      })
  }
}
