import type { EnvironmentRead } from '../../facts/environment.ts'
import { isShipped } from '../../project/import-graph.ts'
import type { PackageModel } from '../../project/project.ts'
import { defineRule } from '../../rule.ts'

/** ASH820: the environment, read where no setting is declared. */
export const environmentOutsideSettings = defineRule({
  code: 'ASH820',
  title: 'The environment read outside of settings',
  family: 'settings',
  level: 'error',
  cause: 'Boot cannot check what it does not know of, and nobody who installs the module learns that it has to be set.',
  remedy: 'Declare a setting with defineSettings(), and take it from "settings" in the behaviour.',
  fix: { none: 'The setting needs a schema and a line of help, and its value has to be handed on.' },
  *check(project) {
    for (const of of project.packages) {
      if (!hasSettings(of)) continue
      const id = project.moduleOf(of)?.id
      for (const file of of.sources) {
        if (!isShipped(file) || file.room === 'settings') continue
        for (const read of file.facts.environment) {
          if (isBuildConstant(read)) continue
          const { line, column } = read.at
          const what = read.variable === null ? 'the environment' : `the environment variable ${read.variable}`
          yield {
            place: { file: file.path, line, column },
            message: `${id === undefined ? `"${of.name}"` : `Module "${id}"`} reads ${what} by itself.`,
            modules: id === undefined ? [] : [id],
          }
        }
      }
    }
  },
})

/** A library is given what it needs by whoever calls it, or is a tool that reads for itself. */
const hasSettings = ({ kind }: PackageModel): boolean => kind === 'module' || kind === 'app'

const ofVite: ReadonlySet<string> = new Set(['MODE', 'DEV', 'PROD', 'SSR', 'BASE_URL'])

/** What a build writes into the code says how it was built; there is nothing to set. */
const isBuildConstant = ({ from, variable }: EnvironmentRead): boolean =>
  variable === 'NODE_ENV' || (from === 'import.meta.env' && variable !== null && ofVite.has(variable))
