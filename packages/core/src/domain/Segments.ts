/** Segments of customers, by the names that the store has for them. */
import * as Schema from "effect/Schema"

const segmentsMax = 16

/** A name as the store writes it; blanks at its ends would make two of one. */
const Segment = Schema.String.check(
  Schema.makeFilter(
    (text: string) =>
      (text.length > 0 && text.length <= 40 && text.trim() === text) ||
      `must be a segment's name of 1 to 40 characters, without blanks at its ends; got ${JSON.stringify(text.slice(0, 60))}`
  )
)

/** All that a person is in; none is known too, and is not the same as not said. */
export const Given = Schema.Array(Segment).check(Schema.isMaxLength(segmentsMax))

/** Those that a condition names. */
export const Listed = Schema.NonEmptyArray(Segment).check(Schema.isMaxLength(segmentsMax))
