/** Ends this process where it was told to, as a crash would. */
import { writeSync } from 'node:fs'

/**
 * Where a process may be told to end. A request passes the first five, a handler and a job the last four: nothing of the
 * framework knows of them.
 */
export const requestPoints = [
  'before insert',
  'after insert',
  'before commit',
  'while committing',
  'after commit',
] as const
export const workPoints = ['after claim', 'after effect', 'while committing', 'after complete'] as const

/** Where a process ends, and for which order. */
export interface Death {
  readonly id: string
  readonly asked: string
}

/** Says so and ends by SIGKILL, so that nothing is tidied up. What is said has left the process when it ends. */
function die({ id }: Death): never {
  writeSync(1, `dying ${id}\n`)
  process.kill(process.pid, 'SIGKILL')
  // The signal comes within this turn of the event loop; nothing more may run until then.
  while (true);
}

/** Ends the process if this is the point that was asked for. */
export function dieAt(death: Death, point: string): void {
  if (death.asked === point) die(death)
}

/** Ends the process while its COMMIT runs: a deferred trigger makes that last, once it was asked for. */
export function dieWhileCommitting(death: Death, point: string): void {
  if (death.asked === point) setTimeout(() => die(death), 150)
}
