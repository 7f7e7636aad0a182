import { type HistoryFault, type SealHead, verifyHistory } from 'ashlar/runtime'
import { defineAshlarCommand } from '../../command.ts'
import { invalidOption } from '../../errors.ts'
import { formatCount, printDone, printFailure, printJson, printLine } from '../../terminal/print.ts'
import { historyArgs, withHistory } from './with-history.ts'

export const verify = defineAshlarCommand({
  name: 'history verify',
  description: 'Prove that no change in the history was edited, removed or slipped in; ends with status 1 when one was',
  args: {
    ...historyArgs,
    noted: {
      type: 'string',
      valueHint: 'seal:hash',
      description: 'A seal that was noted outside: what was cut off behind it or made anew does not lead to it',
    },
  },
  run: async ({ args }) => {
    const noted = parseNoted(args.noted)
    const report = await withHistory(args.embedded, (connection) => verifyHistory({ ...connection, noted }))
    if (!report.sound) process.exitCode = 1
    if (args.json) return printJson(report)
    const { sound, faults, sealed, removed, unsealed, head } = report
    for (const fault of faults) printFailure(describeFault(fault))
    const counted = `${formatCount(sealed, 'change')} sealed, ${removed} removed when their time was up, ${unsealed} not sealed yet`
    if (sound) printDone(`The history is sound: ${counted}`)
    else printFailure(`The history was tampered with: ${formatCount(faults.length, 'fault')}; ${counted}`)
    if (head !== undefined) {
      printLine(`Last seal, of ${head.sealedAt.toISOString()}: ${head.seal}:${head.hash}`)
      printLine('Note it where nobody who can reach the database can: ashlar history verify --noted takes it.')
    }
  },
})

function parseNoted(text: string | undefined): SealHead | undefined {
  if (text === undefined) return undefined
  const [, seal, hash] = /^([1-9]\d{0,15}):([0-9a-f]{64})$/i.exec(text) ?? []
  if (seal === undefined || hash === undefined)
    throw invalidOption('noted', text, 'a seal as it was printed, such as 17:3f2a…')
  return { seal: Number(seal), hash }
}

function describeFault(fault: HistoryFault): string {
  switch (fault.kind) {
    case 'change-edited':
      return `${describeChange(fault)} says something else than it did when it was sealed (seal ${fault.seal})`
    case 'change-removed':
      return `${describeChange(fault)} is gone (seal ${fault.seal})`
    case 'change-inserted':
      return fault.seal === null
        ? `${describeChange(fault)} was slipped in: everything around it is sealed without it`
        : `${describeChange(fault)} was slipped in, or brought back after its time was up (seal ${fault.seal})`
    case 'seal-edited':
      return `Seal ${fault.seal} does not hold what it was made of`
    case 'seal-unlinked':
      return `Seal ${fault.seal} does not follow from the one before`
    case 'seal-removed':
      return `Seal ${fault.seal} is gone`
    case 'head-differs':
      return `The last seal is not the one that was made last: expected ${fault.seal}:${fault.expected}, found ${fault.found}`
    case 'noted-differs':
      return `Seal ${fault.seal} is not the one that was noted: expected ${fault.expected}, found ${fault.found}`
  }
}

function describeChange({ change, module, table, row, tenant }: Extract<HistoryFault, { change: number }>): string {
  const of = row === null ? '' : ` of row ${row}`
  return `Change ${change}${of} in ${module}.${table}${tenant === null ? '' : `, tenant ${tenant},`}`
}
