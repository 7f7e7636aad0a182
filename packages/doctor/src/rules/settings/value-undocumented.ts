import { frameworkVariables } from 'ashlar/settings'
import type { Report } from '../../finding.ts'
import type { AppModel, ModuleModel, PackageModel, Project } from '../../project/project.ts'
import { defineRule } from '../../rule.ts'
import { exampleFile, names, readExample, readReadme } from './documents.ts'

/** ASH822: a value from outside that the documents of its package do not name. */
export const valueUndocumented = defineRule({
  code: 'ASH822',
  title: 'A value from outside that is not documented',
  family: 'settings',
  level: 'warning',
  cause: 'Whoever installs the package looks there for what can be set, and for what has to be.',
  remedy: 'Name the variable there, with what it changes and its default.',
  fix: { none: 'Where it belongs in the document, and in which words, is for its author to say.' },
  *check(project) {
    for (const module of project.modules) yield* checkReadme(module)
    for (const app of project.apps) yield* checkExample(app)
    yield* checkReads(project)
  },
})

/** A module’s README names each of its settings. */
function* checkReadme({ id, package: of, declares }: ModuleModel): Generator<Report> {
  const readme = declares.settings.length > 0 ? readReadme(of) : undefined
  if (readme === undefined || id === undefined) return
  for (const { name, variable, place } of declares.settings) {
    if (names(readme, variable) || readme.includes(`\`${name}\``)) continue
    yield {
      place,
      message: `The README of module "${id}" does not name ${variable}, the variable of its setting "${name}".`,
      modules: [id],
    }
  }
}

/** An app’s `.env.example` has everything without which it does not boot. */
function* checkExample({ package: of, modules, declares: { settings: given } }: AppModel): Generator<Report> {
  const example = readExample(of)
  if (!example) return
  for (const { id, declares } of modules) {
    for (const { name, variable, required } of declares.settings) {
      const isGiven = given.some((setting) => setting.module === id && setting.name === name)
      if (!required || isGiven || example.variables.some((each) => each.name === variable)) continue
      yield {
        place: { file: example.path, line: 1, column: 1 },
        message: `${example.path} does not name ${variable}, without which module "${id}" does not boot.`,
        modules: id === undefined ? [] : [id],
      }
    }
  }
}

/** What a configuration or a file of settings reads by itself stands in a document of its package. */
function* checkReads(project: Project): Generator<Report> {
  const declared = new Set([
    ...frameworkVariables,
    ...[...project.modules, ...project.installedModules].flatMap(({ declares }) =>
      declares.settings.map(({ variable }) => variable),
    ),
  ])
  for (const of of project.packages) {
    const reads = listOwnReads(of).filter(({ variable }) => !declared.has(variable))
    const texts =
      reads.length > 0 ? [readReadme(of), of.readText(exampleFile)].filter((text) => text !== undefined) : []
    if (texts.length === 0) continue
    const id = project.moduleOf(of)?.id
    for (const { variable, place } of reads) {
      if (texts.some((text) => names(text, variable))) continue
      yield {
        place,
        message: `"${of.name}" reads ${variable}, which is neither declared as a setting nor named in its documents.`,
        modules: id === undefined ? [] : [id],
      }
    }
  }
}

function listOwnReads({ kind, sources }: PackageModel) {
  const files = sources.filter(
    ({ room, inPackage }) =>
      (kind === 'module' && room === 'settings') || (kind === 'app' && /^app\.config\.[jt]s$/.test(inPackage)),
  )
  return files.flatMap(({ path, facts }) =>
    facts.environment.flatMap(({ variable, at: { line, column } }) =>
      variable === null ? [] : [{ variable, place: { file: path, line, column } }],
    ),
  )
}
