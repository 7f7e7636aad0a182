import {
  type Affected,
  codeUnknown,
  type Diagnosis,
  describeAffected,
  describeDiagnosis,
  diagnose,
  explain,
  findAffected,
  findRule,
  formatGithub,
  formatReach,
  formatText,
  keepAffected,
  listChanges,
  listCodes,
  repair,
  writeBaseline,
} from '@ashlar/doctor'
import { defineAshlarCommand } from '../command.ts'
import { watchFindings } from '../doctor/watch-findings.ts'
import { optionsClash } from '../errors.ts'
import { formatCount, printDone, printJson, printLine } from '../terminal/print.ts'

export const doctor = defineAshlarCommand({
  name: 'doctor',
  description: 'Hold the sources of the project to the conventions, and say what to do about each breach',
  args: {
    fix: { type: 'boolean', description: 'Repair what can be repaired without a decision' },
    only: { type: 'string', valueHint: 'codes', description: 'Look for these codes only, with commas between them' },
    json: { type: 'boolean', description: 'Print the findings as JSON' },
    github: { type: 'boolean', description: 'Print the findings as workflow commands of GitHub Actions' },
    baseline: { type: 'boolean', description: 'Let today’s findings pass from now on, and forget those that are gone' },
    reason: { type: 'string', valueHint: 'text', description: 'Why new entries of the baseline are let pass' },
    affected: { type: 'boolean', description: 'Tell only of what changes since the base can reach' },
    base: {
      type: 'string',
      valueHint: 'ref',
      description: 'The branch, tag or commit changes are counted from (default: origin/main, or main)',
    },
    watch: { type: 'boolean', description: 'Look again at each change, and tell when the findings change' },
    explain: { type: 'string', valueHint: 'code', description: 'Say what a code means; without one, list them all' },
  },
  run: async ({ args }) => {
    if (args.explain !== undefined) return printExplanation(args.explain)
    const only = args.only?.split(',').map((code) => code.trim())
    const options = { folder: process.cwd(), ...(only ? { only } : {}) }
    if (args.watch) {
      assertWatchable(args)
      return watchFindings({ ...options, json: args.json ?? false })
    }
    if (args.fix) await repairAll(options)
    const whole = await diagnose(options)
    if (args.baseline) return recordBaseline(whole, args.reason ?? 'Older than the rule.')
    const affected = args.affected || args.base !== undefined ? await readAffected(whole, args.base) : undefined
    const diagnosis = affected ? keepAffected(whole, affected) : whole
    printDiagnosis(diagnosis, affected, args)
    if (diagnosis.findings.some(({ level }) => level === 'error')) process.exitCode = 1
  },
})

/** A watch tells of all that changes, and changes nothing itself. @throws ASH915 */
function assertWatchable(args: Readonly<Record<string, unknown>>): void {
  const others = ['fix', 'baseline', 'github', 'affected', 'base'].filter((option) => args[option] !== undefined)
  if (others.length > 0) throw optionsClash('watch', others)
}

function printExplanation(code: string): void {
  const rule = findRule(code)
  if (!rule && code !== '') throw codeUnknown(code, [])
  printLine(rule ? explain(rule) : listCodes())
}

/** Each repair may bring another within reach, so it goes on until one changes nothing. */
async function repairAll(options: Parameters<typeof diagnose>[0]): Promise<void> {
  const mostRounds = 10
  for (let round = 0; round < mostRounds; round += 1) {
    const { repaired, files } = await repair(await diagnose(options))
    if (repaired.length === 0) return
    for (const file of files) printDone(`Repaired ${file}`)
  }
}

async function recordBaseline(diagnosis: Diagnosis, reason: string): Promise<void> {
  const today = new Date().toISOString().slice(0, 10)
  const { added, removed, kept } = await writeBaseline({ diagnosis, reason, today })
  printDone(
    `doctor.json lets ${formatCount(added + kept, 'finding')} pass: ${added} new, ${kept} kept, ${removed} gone.`,
  )
}

async function readAffected({ project }: Diagnosis, base: string | undefined): Promise<Affected> {
  const changes = await listChanges({ root: project.root, ...(base === undefined ? {} : { base }) })
  return findAffected(project, changes)
}

interface Formats {
  readonly json?: boolean | undefined
  readonly github?: boolean | undefined
}

function printDiagnosis(diagnosis: Diagnosis, affected: Affected | undefined, { json, github }: Formats): void {
  if (json)
    printJson({ ...describeDiagnosis(diagnosis), ...(affected ? { affected: describeAffected(affected) } : {}) })
  else if (github) printLine(formatGithub(diagnosis))
  else printLine([...(affected ? [formatReach(affected)] : []), formatText(diagnosis)].join('\n\n'))
}
