import { describeDiagnosis, formatChange, formatText, watchProject } from '@ashlar/doctor'
import { stopOnSignals } from '../serve/stop-on-signals.ts'
import { printError, printLine } from '../terminal/print.ts'

export interface WatchFindingsOptions {
  readonly folder: string
  /** The codes to look for. @default all */
  readonly only?: readonly string[]
  /** Whether each diagnosis is printed as JSON, one a line. */
  readonly json: boolean
}

/** Prints what is found, and again whenever that changes, until a signal ends it. */
export async function watchFindings({ json, ...options }: WatchFindingsOptions): Promise<void> {
  const watch = await watchProject({
    ...options,
    onChange: (change) =>
      printLine(json ? JSON.stringify(describeDiagnosis(change.diagnosis)) : `\n${formatChange(change)}`),
    onError: printError,
  })
  const { diagnosis } = watch
  printLine(json ? JSON.stringify(describeDiagnosis(diagnosis)) : formatText(diagnosis))
  if (!json) printLine('Watching for changes; Ctrl-C stops it.')
  stopOnSignals({ onStopping: () => json || printLine(''), stop: watch.close, onError: printError })
}
