import { constants, setPriority } from 'node:os'
import type { App } from 'ashlar/runtime'
import type { FromWorker, ToWorker } from './worker-messages.ts'

const aliveEveryMs = 1_000

/**
 * Delivers events and runs jobs in a process of its own, until the one that started it says so, or is gone.
 *
 * People wait for answers and not for jobs, so it leaves the processor to the process that answers.
 *
 * Ctrl-C reaches every process of a terminal; what it means for a worker is decided by the one that started it.
 */
export function workUntilTold(app: App, onError: (error: unknown) => void): void {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
  let stopping = false
  async function stop(): Promise<void> {
    if (stopping) return
    stopping = true
    try {
      await app.close()
      process.exit(0)
    } catch (error) {
      onError(error)
      process.exit(1)
    }
  }
  const tell = () => process.send?.({ kind: 'alive' } satisfies FromWorker, undefined, undefined, () => undefined)
  process.on('message', ({ kind }: ToWorker) => {
    if (kind === 'stop') void stop()
  })
  process.on('disconnect', stop)
  process.on('SIGTERM', stop)
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined)
  // The one that started it may have died while it booted, when nobody listened yet.
  if (!process.connected) return void stop()
  setInterval(tell, aliveEveryMs)
  tell()
  app.background.start('worker').catch((error: unknown) => {
    onError(error)
    process.exit(1)
  })
}
