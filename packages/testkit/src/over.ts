/** A store with some of its methods replaced. */
import type { Store } from "@goodword/core"

type Changes = Partial<Omit<Store.StoreShape, "outbox">> & { readonly outbox?: Partial<Store.Outbox> }

/** The methods that are not replaced are called on the store itself, be it a class or not. */
export const over = (store: Store.StoreShape, { outbox, ...changes }: Changes): Store.StoreShape => ({
  name: store.name,
  limits: store.limits,
  load: (...given) => store.load(...given),
  commit: (...given) => store.commit(...given),
  events: (...given) => store.events(...given),
  facts: (...given) => store.facts(...given),
  counters: (...given) => store.counters(...given),
  tenants: (...given) => store.tenants(...given),
  ...changes,
  outbox: {
    ready: (...given) => store.outbox.ready(...given),
    claim: (...given) => store.outbox.claim(...given),
    settle: (...given) => store.outbox.settle(...given),
    retry: (...given) => store.outbox.retry(...given),
    bury: (...given) => store.outbox.bury(...given),
    dead: (...given) => store.outbox.dead(...given),
    revive: (...given) => store.outbox.revive(...given),
    ...outbox
  }
})
