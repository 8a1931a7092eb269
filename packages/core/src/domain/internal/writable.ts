/**
 * A value in the making. What a hot event mostly leaves out is set after the object is made: an object that is spread
 * into another costs as much as all the rest of it.
 */
export type Writable<A> = { -readonly [K in keyof A]: A[K] }
