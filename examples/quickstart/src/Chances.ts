/** How the people of the example behave. The orders are real; this table is the only thing that is made up. */
export const chances = {
  /** A customer without a link of their own asks for one after an order. */
  enrolls: 0.16,
  /** Who has a link passes it on at once. */
  sharesAtFirst: 0.6,
  /** Who has a link passes it on again after a later order. */
  sharesAgain: 0.25,
  /** A new customer came through somebody who shared of late, where there is one. */
  cameThroughFriend: 0.55,
  /** Who came through a friend typed the code; the others followed the link. */
  typesCode: 0.35,
  /** Somebody types a code that nobody has before typing the right one. */
  mistypes: 0.08,
  /** The shop quotes a friend's cart before it is paid. */
  isQuoted: 0.85,
  /** Who has rewards uses what can be used on an order. */
  redeems: 0.7,

  /** An order is returned, whole or in part. */
  returns: 0.07,
  returnsAll: 0.5,
  /** A refund reaches us before its order does. */
  refundIsEarly: 0.004,
  /** An order is edited the day after. */
  isEdited: 0.015,
  /** A webhook is delivered twice. */
  isDeliveredTwice: 0.05,
  /** Staff answer a review; the others are left to silence. */
  staffAnswers: 0.6,
  staffApproves: 0.75,

  /** An advocate orders through their own link. */
  usesOwnLink: 0.02,
  /** An advocate orders through the link of a friend whom they brought. */
  closesCircle: 0.12,
  /** An old customer tries a friend's code. */
  triesFriendCode: 0.03,
  /** A new customer is an advocate's second account, under the same mailbox. */
  isSecondAccount: 0.06
} as const

/** Within how many days people do what they do. */
export const days = {
  /** A share is seen for so long. */
  shareIsSeen: 30,
  /** A friend clicks so long before ordering, at most. */
  clickBeforeOrder: 9,
  returnFrom: 3,
  returnTo: 25,
  staffAnswersTo: 5
} as const

/** Visits that a share brings and that lead to nothing. */
export const idleVisits = { least: 0, most: 6 } as const
