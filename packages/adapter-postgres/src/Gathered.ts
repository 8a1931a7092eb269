/**
 * Questions that come while one is under way are asked together, a tenant's at a time. There is no timer: a lone question
 * is asked at once.
 */
interface Waiting<Question, Answer> {
  readonly question: Question
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

const most = 256

/** @param ask answers in the order of the questions */
export const make = <Question, Answer>(
  ask: (tenant: string, questions: readonly Question[]) => Promise<readonly Answer[]>
): ((tenant: string, question: Question) => Promise<Answer>) => {
  const queues = new Map<string, Waiting<Question, Answer>[]>()

  const drain = async (tenant: string, queue: Waiting<Question, Answer>[]): Promise<void> => {
    while (queue.length > 0) {
      const together = queue.splice(0, most)
      try {
        const answers = await ask(
          tenant,
          together.map(({ question }) => question)
        )
        for (const [i, { resolve }] of together.entries()) resolve(answers[i] as Answer)
      } catch (error) {
        for (const { reject } of together) reject(error)
      }
    }
    // Said in the same breath as the queue was seen empty: whoever comes next starts anew.
    queues.delete(tenant)
  }

  return (tenant, question) =>
    new Promise((resolve, reject) => {
      const known = queues.get(tenant)
      const queue = known ?? []
      queue.push({ question, resolve, reject })
      if (known !== undefined) return
      queues.set(tenant, queue)
      void drain(tenant, queue)
    })
}
