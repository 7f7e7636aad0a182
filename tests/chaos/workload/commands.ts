/** Clients that send commands one after the other, and tell the ledger what they know of each. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Command, Ledger, Outcome } from '../ledger/ledger.ts'
import type { Random } from '../random.ts'
import { type Answer, createHttpClient } from './http-client.ts'

export interface WorkloadOptions {
  /** Where the app is at this moment. */
  readonly url: () => string
  readonly ledger: Ledger
  readonly random: Random
  readonly clients: number
  /** Asked before each command: whether there is to be another. */
  readonly goesOn: (sent: number) => boolean
  /** The path of the command. @default '/bank' */
  readonly path?: string
  /** What is sent of a command. @default all of it, as JSON */
  readonly bodyOf?: (command: Command) => unknown
  /** How many accounts there are. @default 32 */
  readonly accounts?: number
  /** How long a client rests between two commands, in milliseconds. @default 0 */
  readonly pauseMs?: number
  /** How many commands all clients together send in a second. @default as many as are answered */
  readonly perSecond?: number
}

/** One answer, or the lack of one. */
export interface Attempt {
  readonly ref: string
  readonly outcome: Exclude<Outcome, 'sent'>
  /** 0 when no answer came. */
  readonly status: number
  /** When it ended, by the clock of the run. */
  readonly endedAt: number
  /** From sending it to the answer or its lack; the ledger's own time is not in it. */
  readonly ms: number
  /** What is wrong with it as an answer, if anything: a refusal must be 503 and say when to come again. */
  readonly complaint: string | undefined
}

export interface Workload {
  /** Every attempt, in order of the answers. Grows while it runs. */
  readonly attempts: readonly Attempt[]
  /** Fulfilled when the last client has ended. */
  readonly done: Promise<void>
}

/** Who gets no answer or a refusal waits that long before the next command, in milliseconds. */
const restMs = 20

/** Starts the clients. */
export function startWorkload(options: WorkloadOptions): Workload {
  const { random, clients, goesOn, accounts = 32, pauseMs = 0, perSecond = Number.POSITIVE_INFINITY } = options
  const takeTurn = createPace(1_000 / perSecond)
  const http = createHttpClient(clients)
  const attempts: Attempt[] = []
  const prefix = random.integer(0, 2 ** 31).toString(36)
  let sent = 0

  async function runClient(number: number): Promise<void> {
    const chance = random.fork(`client ${number}`)
    for (;;) {
      await takeTurn()
      if (!goesOn(sent)) return
      sent += 1
      const command: Command = {
        ref: `${prefix}-${sent}`,
        account: chance.integer(1, accounts),
        amount: chance.integer(-1000, 1000),
      }
      const attempt = await attemptOne(options, http.send, command)
      attempts.push(attempt)
      if (attempt.outcome !== 'acknowledged') await delay(restMs)
      if (pauseMs > 0) await delay(pauseMs)
    }
  }

  const all = Promise.all(Array.from({ length: clients }, (_, number) => runClient(number)))
  return { attempts, done: all.then(() => http[Symbol.asyncDispose]()) }
}

/** Gives turns at a fixed distance. What nobody could take is not made up for. */
function createPace(distanceMs: number): () => Promise<void> {
  let nextAt = 0
  return async () => {
    if (distanceMs === 0) return
    const now = performance.now()
    const at = Math.max(nextAt, now)
    nextAt = at + distanceMs
    await delay(at - now)
  }
}

async function attemptOne(
  { url, ledger, path = '/bank', bodyOf = (each) => each }: WorkloadOptions,
  send: ReturnType<typeof createHttpClient>['send'],
  command: Command,
): Promise<Attempt> {
  await ledger.note('sent', command)
  const startedAt = performance.now()
  const answer = await send(`${url()}${path}`, { body: bodyOf(command) }).catch((error: Error) => error)
  const ms = performance.now() - startedAt
  const outcome = outcomeOf(answer)
  await ledger.note(outcome, command)
  return {
    ref: command.ref,
    outcome,
    status: answer instanceof Error ? 0 : answer.status,
    endedAt: performance.now(),
    ms,
    complaint: answer instanceof Error ? undefined : complaintOf(answer),
  }
}

/** The code of an answer that leaves open whether a change was kept. */
const commitUnknown = 'ASH406'

function outcomeOf(answer: Answer | Error): Attempt['outcome'] {
  // Nobody listened, so nobody has read it.
  if (answer instanceof Error) return 'code' in answer && answer.code === 'ECONNREFUSED' ? 'refused' : 'unknown'
  if (answer.status === 200) return 'acknowledged'
  // Any other answer says that nothing was kept, and is held to that.
  return answer.body.includes(commitUnknown) ? 'unknown' : 'refused'
}

function complaintOf({ status, headers, body }: Answer): string | undefined {
  if (status === 200) return undefined
  if (status !== 503) return `status ${status}: ${body.slice(0, 200)}`
  return headers['retry-after'] === undefined ? 'a 503 without Retry-After' : undefined
}
