/** Tells how the loading of files goes: a progress bar where a person watches, one line a file everywhere. */
import { progress } from '@clack/prompts'
import { isInteractive } from '../terminal/confirm.ts'
import { formatCount, printDone, printError, printLine } from '../terminal/print.ts'
import type { FileOutcome, ImportProgress } from './import-files.ts'

/** How many refused rows of a file are listed. */
const listedRows = 20

/** Reports to the terminal. */
export function createImportReport(): ImportProgress {
  let bar: ReturnType<typeof progress> | undefined
  let shown = 0
  return {
    fileStarted: (fileName, rows) => {
      if (!isInteractive() || rows === 0) return
      shown = 0
      bar = progress({ max: rows })
      bar.start(fileName)
    },
    advanced: (rows) => {
      bar?.advance(rows - shown)
      shown = rows
    },
    fileEnded: (outcome) => {
      bar?.clear()
      bar = undefined
      printOutcome(outcome)
    },
  }
}

function printOutcome(outcome: FileOutcome): void {
  if (outcome.kind === 'loaded') printLoaded(outcome)
  else if (outcome.kind === 'failed') printError(outcome.error)
  else if (outcome.kind === 'refused') printRefused(outcome)
  else printLine(`${outcome.fileName} was held back, because it builds upon ${outcome.because}.`)
}

function printLoaded({ fileName, module, rows, mended }: FileOutcome & { readonly kind: 'loaded' }): void {
  const remark = mended === 0 ? '' : ` (${mended} with a comma that lacks its quotes)`
  printDone(`${fileName}: ${formatCount(rows, 'row')} into ${module}${remark}`)
}

function printRefused({ fileName, refused }: FileOutcome & { readonly kind: 'refused' }): void {
  const lines = refused.slice(0, listedRows).map(({ line, reason }) => `    ${fileName}:${line}  ${reason}`)
  const rest = refused.length - lines.length
  if (rest > 0) lines.push(`    … and ${rest} more`)
  process.stderr.write(
    `${fileName}: ${formatCount(refused.length, 'row')} refused, so nothing of it was kept.\n${lines.join('\n')}\n`,
  )
}
