import { confirm } from '@clack/prompts'
import { confirmationNeeded, declined } from '../errors.ts'

/** Whether a person can be asked. */
export function isInteractive(): boolean {
  return Boolean(process.stdin.isTTY && process.stdout.isTTY && !process.env.CI)
}

/**
 * Asks a yes-or-no question unless it is answered already.
 *
 * @throws ASH505 when nobody can answer, ASH506 when the answer is no.
 */
export async function assertConfirmed(question: string, agreed: boolean): Promise<void> {
  if (agreed) return
  if (!isInteractive()) throw confirmationNeeded(question)
  const answer = await confirm({ message: question, initialValue: false })
  if (answer !== true) throw declined()
}
