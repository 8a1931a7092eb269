/** Which lane of the outbox a message takes: the engine's own for wakes, a plugin's for what it has to do. */
import type { Message, Request } from "../domain/Message.ts"
import * as Wire from "../domain/Wire.ts"
import type { Plugin } from "../ports/Plugin.ts"
import type { StoredMessage } from "../ports/Store.ts"

export const engine = "engine"

const takes = ({ intents, pay, tellTier }: Plugin, request: Request): boolean => {
  if (request._tag === "Payment") return pay !== undefined
  if (request._tag === "TierNews") return tellTier !== undefined
  return intents.includes(request.intent)
}

/** The message for whoever takes its intent; none where nobody does. */
export const route = (message: Message, plugins: readonly Plugin[]): readonly StoredMessage[] => {
  if (message._tag === "Wake") {
    return [{ id: message.id, lane: engine, due: message.due, body: Wire.encode(message.command) }]
  }
  return plugins
    .filter((plugin) => takes(plugin, message))
    .map((plugin) => ({ id: message.id, lane: plugin.id, due: message.due, body: Wire.encode(message) }))
}

export const requestOf = (message: StoredMessage): Request => Wire.decode(message.body) as Request
