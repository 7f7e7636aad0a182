import {
  type ContractsReport,
  checkContracts,
  describeReport,
  formatReport,
  notWritten,
  writeLocks,
} from '@ashlar/contract-lock'
import { defineAshlarCommand } from '../command.ts'
import { formatCount, printDone, printJson, printLine } from '../terminal/print.ts'

export const contracts = defineAshlarCommand({
  name: 'contracts',
  description: 'Say what changed in the contracts of the modules, and whom it breaks',
  args: {
    check: { type: 'boolean', description: 'Fail when a lock is out of date or a version too low' },
    write: { type: 'boolean', description: 'Write the locks anew, where the versions carry the changes' },
    json: { type: 'boolean', description: 'Print the changes as JSON' },
  },
  run: async ({ args }) => {
    const report = await checkContracts({ folder: process.cwd() })
    if (args.json) printJson(describeReport(report))
    else printLine(formatReport(report))
    if (args.write) writeAll(report, args.json ?? false)
    else if (args.check && hasErrors(report)) process.exitCode = 1
  },
})

function hasErrors({ modules }: ContractsReport): boolean {
  return modules.some(({ findings }) => findings.some(({ level }) => level === 'error'))
}

function writeAll(report: ContractsReport, silent: boolean): void {
  const { written, refused } = writeLocks(report)
  if (!silent) {
    for (const { module, version } of written) printDone(`Locked ${module} at ${version}`)
    if (written.length === 0 && refused.length === 0)
      printLine(`Nothing to write: ${formatCount(report.modules.length, 'lock')} up to date.`)
  }
  if (refused.length > 0) throw notWritten(refused.map(({ module }) => module))
}
