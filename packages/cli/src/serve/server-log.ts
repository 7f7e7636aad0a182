import { type Logger, pino } from 'pino'

/** How much is gathered before it is written, in bytes: a write for each line costs as much as a small request. */
const gatheredBytes = 8192
/** How long a line may wait, in milliseconds. */
const longestWaitMs = 250

/** The log of a server: JSON lines on standard output, gathered into few writes, none lost when the process ends. */
export function createServerLog(level: string): Logger {
  const destination = pino.destination({ dest: 1, sync: true, minLength: gatheredBytes })
  setInterval(() => destination.flushSync(), longestWaitMs).unref()
  process.once('exit', () => destination.flushSync())
  return pino({ level }, destination)
}
