/** Opens reading by itself: beside a store, in the same process or in another. */
import * as Failure from "../Failure.ts"
import * as Line from "../Line.ts"
import { type Connection, connect } from "../Open.ts"
import * as Schema from "../Schema.ts"
import { make, type Reading } from "./Reading.ts"

export type ReadingOptions<DB = unknown> = Connection<DB> & {
  /** The schema with the tables; `goodword` unless said otherwise. */
  readonly schema?: string
}

/** Opens reading; refuses where the schema is not the one of this release. */
export const postgresReading = async <DB = unknown>(options: ReadingOptions<DB>): Promise<Reading> => {
  const { close, db } = connect(options)
  const { schema = Schema.defaultSchema } = options
  try {
    await Schema.check(db, schema)
  } catch (error) {
    await close()
    throw Failure.storeError(error)
  }
  return make(Line.make(db, schema), close)
}
