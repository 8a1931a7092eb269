import { make } from "../Evidence.ts"
import type { Guard } from "../Guard.ts"

/** Nobody is their own friend. */
export const selfReferral: Guard = ({ advocate, friend }) => make("self-referral", advocate !== friend)
