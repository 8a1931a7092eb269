import { yesOrNo } from "../Evidence.ts"
import type { Guard } from "../Guard.ts"

const evidence = yesOrNo("self-referral")

/** Nobody is their own friend. */
export const selfReferral: Guard = ({ advocate, friend }) => evidence(advocate !== friend)
