import { relative } from 'node:path'
import { select, text } from '@clack/prompts'
import { type ModuleDiff, type RenameAnswer, type RenameQuestion, writeMigration } from 'ashlar/diff'
import { getBootableApp, type InstalledModule } from '../../app/installed-app.ts'
import { defineAshlarCommand } from '../../command.ts'
import { confirmationNeeded, dataLossRefused, declined, unknownModule } from '../../errors.ts'
import { diffInstalledModule, isEditable } from '../../migrations/diff-modules.ts'
import { isInteractive } from '../../terminal/confirm.ts'
import { printDone, printJson, printLine } from '../../terminal/print.ts'

export const diff = defineAshlarCommand({
  name: 'db diff',
  description: "Write the migrations that lead from each module's last snapshot to its tables",
  args: {
    module: { type: 'string', valueHint: 'id', description: 'Only this module' },
    title: { type: 'string', valueHint: 'words', description: 'What the change does: it names the file' },
    check: { type: 'boolean', description: 'Write nothing; end with status 1 when a migration is missing' },
    'allow-data-loss': { type: 'boolean', description: 'Allow statements that lose data, such as a dropped column' },
    json: { type: 'boolean', description: 'Print what was found as JSON, and write nothing' },
  },
  run: async ({ args }) => {
    const app = await getBootableApp(process.cwd())
    const ids = app.modules.map(({ manifest }) => manifest.id)
    if (args.module !== undefined && !ids.includes(args.module)) throw unknownModule(args.module, ids)
    const chosen = app.modules.filter((module) =>
      args.module === undefined ? isEditable(module) : module.manifest.id === args.module,
    )
    const readOnly = Boolean(args.check || args.json)
    const found: { module: string; diff: ModuleDiff }[] = []
    for (const module of chosen) {
      const difference = readOnly ? await diffInstalledModule(module) : await decide(module)
      found.push({ module: module.manifest.id, diff: difference })
      if (readOnly || difference.status !== 'changed') continue
      if (difference.losesData.length > 0 && !args['allow-data-loss']) {
        throw dataLossRefused(module.manifest.id, difference.losesData)
      }
      const file = await writeMigration({
        module: module.manifest.id,
        folder: module.migrationsFolder,
        title: args.title ?? (await askTitle(module)),
        sql: difference.sql,
        snapshot: difference.snapshot,
      })
      printDone(`Wrote ${relative(process.cwd(), file)}. Read it, then: ashlar db migrate`)
    }
    const changed = found.filter(({ diff: { status } }) => status !== 'unchanged').map(({ module }) => module)
    if (args.json)
      printJson(found.map(({ module, diff: { status, ...facts } }) => ({ module, status, ...withoutSnapshot(facts) })))
    else if (changed.length === 0) printDone('No migration is missing')
    else if (args.check) printLine(`The tables of ${changed.join(', ')} differ from their migrations: ashlar db diff`)
    if (args.check && changed.length > 0) process.exitCode = 1
  },
})

function withoutSnapshot(facts: object): object {
  return Object.fromEntries(Object.entries(facts).filter(([key]) => key !== 'snapshot'))
}

/** Compares a module, asking about what may be a rename until nothing is left to ask. */
async function decide(module: InstalledModule): Promise<ModuleDiff> {
  const answers: RenameAnswer[] = []
  for (;;) {
    const difference = await diffInstalledModule(module, answers)
    if (difference.status !== 'undecided') return difference
    for (const question of difference.questions) answers.push(await askRename(module.manifest.id, question))
  }
}

async function askRename(module: string, question: RenameQuestion): Promise<RenameAnswer> {
  const { kind, entity, candidates } = question
  const name = entity.join('.')
  if (candidates.length === 0) return { kind, entity }
  const message = `Module "${module}" has a new ${kind} ${name}. Is it new, or an old one renamed?`
  if (!isInteractive()) throw confirmationNeeded(message)
  const answer = await select({
    message,
    options: [
      { value: -1, label: 'It is new', hint: 'what vanished is dropped, with its data' },
      ...candidates.map((candidate, index) => ({ value: index, label: `It was ${candidate.join('.')}` })),
    ],
  })
  if (typeof answer !== 'number') throw declined()
  return { kind, entity, renamedFrom: candidates[answer] }
}

async function askTitle({ manifest }: InstalledModule): Promise<string> {
  if (!isInteractive()) return 'change'
  const answer = await text({
    message: `What does the change of "${manifest.id}" do, in a few words?`,
    placeholder: 'add due date',
  })
  if (typeof answer !== 'string') throw declined()
  return answer
}
