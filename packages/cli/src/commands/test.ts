import {
  type Affected,
  describeAffected,
  findAffected,
  findRoot,
  formatAffected,
  formatReach,
  listChanges,
  openProject,
} from '@ashlar/doctor'
import { defineAshlarCommand } from '../command.ts'
import { printJson, printLine } from '../terminal/print.ts'
import { runVitest } from '../test/run-vitest.ts'

export const test = defineAshlarCommand({
  name: 'test',
  description: 'Run the tests of the project with its Vitest; words choose files, what follows -- goes to Vitest',
  args: {
    affected: { type: 'boolean', description: 'Run only the test files that changes since the base can reach' },
    base: {
      type: 'string',
      valueHint: 'ref',
      description: 'The branch, tag or commit changes are counted from (default: origin/main, or main)',
    },
    list: { type: 'boolean', description: 'Say what changes can reach, and why, and run nothing' },
    json: { type: 'boolean', description: 'The same as JSON' },
  },
  manyWords: true,
  run: async ({ args, rawArgs }) => {
    const passedOn = rawArgs.includes('--') ? rawArgs.slice(rawArgs.indexOf('--') + 1) : []
    const filters = args._.slice(0, args._.length - passedOn.length)
    const root = findRoot(process.cwd())
    const isNarrowed = args.affected || args.base !== undefined || args.list || args.json
    if (!isNarrowed) {
      process.exitCode = await runVitest({ root, args: ['run', ...filters, ...passedOn] })
      return
    }
    const affected = await readAffected(args.base)
    if (args.json) return printJson(describeAffected(affected))
    if (args.list) return printLine(formatAffected(affected))
    printLine(formatReach(affected))
    const files = listFiles(affected, filters)
    if (files.length === 0) return printLine('No test has to run.')
    process.exitCode = await runVitest({ root, args: ['run', '--passWithNoTests', ...files, ...passedOn] })
  },
})

async function readAffected(base: string | undefined): Promise<Affected> {
  const project = await openProject({ folder: process.cwd() })
  const changes = await listChanges({ root: project.root, ...(base === undefined ? {} : { base }) })
  return findAffected(project, changes)
}

/** The files that are reached, as far as words choose them; none of the words is a choice of all. */
function listFiles({ tests }: Affected, words: readonly string[]): string[] {
  const files = tests.map(({ name }) => name)
  return words.length === 0 ? files : files.filter((file) => words.some((word) => file.includes(word)))
}
