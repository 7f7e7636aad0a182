import type { Report } from '../../finding.ts'
import type { AppModel, ModuleModel } from '../../project/project.ts'
import { defineRule } from '../../rule.ts'

/** ASH825: a secret that is the same wherever the code runs. */
export const secretWithDefault = defineRule({
  code: 'ASH825',
  title: 'A secret with a value that everybody knows',
  family: 'settings',
  level: 'error',
  cause: 'An app that is started without a value of its own runs with one that stands in its sources.',
  remedy: 'Leave it without a value: boot then asks for one. For development it stands in .env.',
  fix: { none: 'Where the app runs now, it has to be given a value first.' },
  *check({ modules, apps }) {
    for (const module of modules) yield* checkDefaults(module)
    for (const app of apps) yield* checkGiven(app)
  },
})

function* checkDefaults({ id, declares }: ModuleModel): Generator<Report> {
  for (const { name, secret, defaultText } of declares.settings) {
    if (!secret || !defaultText?.text) continue
    yield {
      place: defaultText.place,
      message: `The secret "${name}" of module "${id}" has a default.`,
      modules: id === undefined ? [] : [id],
    }
  }
}

function* checkGiven({ modules, declares }: AppModel): Generator<Report> {
  for (const { module, name, place, text } of declares.settings) {
    const setting = modules.find(({ id }) => id === module)?.declares.settings.find((each) => each.name === name)
    if (!setting?.secret || !text) continue
    yield {
      place,
      message: `The secret "${name}" of module "${module}" stands in the configuration of the app.`,
      remedy: `Give it to the app as the environment variable ${setting.variable}.`,
      modules: [module],
    }
  }
}
