import {
  type ContractsReport,
  checkContracts,
  describeReport,
  formatReport,
  notWritten,
  type WrittenLocks,
  writeLocks,
} from '@ashlar/contract-lock'
import { defineAshlarCommand } from '../command.ts'
import { formatCount, printDone, printJson, printLine } from '../terminal/print.ts'

export const contracts = defineAshlarCommand({
  name: 'contracts',
  description: 'Say what changed in the contracts of the modules, and whom it breaks',
  args: {
    check: { type: 'boolean', description: 'Fail when a lock is out of date or a version too low' },
    write: { type: 'boolean', description: 'Write the locks anew, unless a raised version does not carry the changes' },
    json: { type: 'boolean', description: 'Print the changes as JSON' },
  },
  run: async ({ args }) => {
    const report = await checkContracts({ folder: process.cwd() })
    if (args.write) return writeAll(writeLocks(report), args.json ?? false)
    if (args.json || formatReport(report) !== '') print(report, args.json ?? false)
    else printLine(`${formatCount(report.modules.length, 'contract')}, as locked.`)
    if (args.check && hasErrors(report)) process.exitCode = 1
  },
})

function print(report: ContractsReport, asJson: boolean): void {
  const text = formatReport(report)
  if (asJson) printJson(describeReport(report))
  else if (text !== '') printLine(text)
}

function hasErrors({ modules }: ContractsReport): boolean {
  return modules.some(({ findings }) => findings.some(({ level }) => level === 'error'))
}

function writeAll({ written, refused, remaining }: WrittenLocks, asJson: boolean): void {
  print(remaining, asJson)
  if (!asJson) {
    for (const { module, version } of written) printDone(`Locked ${module} at ${version}`)
    if (written.length === 0 && refused.length === 0)
      printLine(`Nothing to write: ${formatCount(remaining.modules.length, 'lock')} up to date.`)
  }
  if (refused.length > 0) throw notWritten(refused.map(({ module }) => module))
}
