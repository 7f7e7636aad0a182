import { settingVariable } from 'ashlar/contract'
import { frameworkVariables } from 'ashlar/settings'
import type { AppModel } from '../../project/project.ts'
import { defineRule } from '../../rule.ts'
import { readExample } from './documents.ts'

/** ASH823: a variable of a `.env.example` that begins like a module’s, and is none of its settings. */
export const variableUnknown = defineRule({
  code: 'ASH823',
  title: 'A variable that no module declares',
  family: 'settings',
  level: 'warning',
  cause: 'Nothing reads it: what people set there changes nothing, and no boot complains.',
  remedy: 'Correct its name, or remove the line.',
  fix: { none: 'Which setting was meant is not known.' },
  *check(project) {
    const read = new Set(
      [...project.files.values()].flatMap(({ facts }) => facts.environment.flatMap(({ variable }) => variable ?? [])),
    )
    for (const app of project.apps) {
      const variables = readExample(app.package)?.variables ?? []
      const known = new Set([...frameworkVariables, ...read, ...listVariables(app)])
      for (const { name, place } of variables) {
        const owner = known.has(name) ? undefined : findOwner(name, app)
        if (owner === undefined) continue
        yield {
          place,
          message: `${name} is the variable of no setting of module "${owner.id}"; its variables are ${owner.variables.join(', ')}.`,
          modules: [owner.id],
        }
      }
    }
  },
})

const listVariables = ({ modules }: AppModel): string[] =>
  modules.flatMap(({ declares }) => declares.settings.map(({ variable }) => variable))

interface Owner {
  readonly id: string
  readonly variables: readonly string[]
}

/** The module whose variables begin like this one; only one whose settings could all be read. */
function findOwner(name: string, { modules }: AppModel): Owner | undefined {
  const [owner] = modules.flatMap(({ id, declares }): Owner[] => {
    const isRead = declares.settings.length > 0 && !declares.partial.includes('settings')
    if (id === undefined || !isRead || !name.startsWith(settingVariable(id, ''))) return []
    return [{ id, variables: declares.settings.map(({ variable }) => variable) }]
  })
  return owner
}
