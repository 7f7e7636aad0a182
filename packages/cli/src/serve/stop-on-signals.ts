const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** What happens when the process is told to stop. */
export interface StopOptions {
  /** Told of the first signal. */
  readonly onStopping: () => void
  /** Ends what runs. */
  readonly stop: () => Promise<void>
  /** Told of an error while stopping. */
  readonly onError: (error: unknown) => void
}

/** Ends the process in good order at the first signal, and at once at the second. */
export function stopOnSignals({ onStopping, stop, onError }: StopOptions): void {
  let stopping = false
  for (const signal of signals) {
    process.on(signal, async () => {
      if (stopping) process.exit(130)
      stopping = true
      onStopping()
      try {
        await stop()
        process.exit(0)
      } catch (error) {
        onError(error)
        process.exit(1)
      }
    })
  }
}
