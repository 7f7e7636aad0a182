import { type Logger, pino } from 'pino'
import { createLogOutput } from './log-output.ts'

/** How long a line may wait, in milliseconds. */
const longestWaitMs = 250

/**
 * The log of a server: JSON lines on standard output, gathered into few writes, none lost when the process ends. A full disk
 * behind it neither ends nor holds up the server: about a megabyte waits until there is room again, and what is lost is told.
 */
export function createServerLog(level: string): Logger {
  const output = createLogOutput(1, (lines) => {
    log.error({ lines }, 'Lines of the log were lost, because it could not be written. Give its disk more room.')
  })
  setInterval(() => output.flushSync(), longestWaitMs).unref()
  process.once('exit', () => output.end())
  const log = pino({ level }, output)
  return log
}
