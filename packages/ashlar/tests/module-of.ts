import { type Behaviour, behaviour, defineModule, type Given, type ModuleDefinition } from 'ashlar'
import { describeModule, type ModuleSource } from 'ashlar/runtime'

/** A module that a test writes down, with migrations of its own if it names a folder. */
export function moduleOf<const Definition extends ModuleDefinition>(
  definition: Definition,
  create: (given: Given<Definition>) => Behaviour<Definition>,
  migrationsFolder = '',
): ModuleSource {
  const start = async (): Promise<unknown> => ({ default: behaviour<Definition>(create) })
  const defined = defineModule<ModuleDefinition>({ ...definition, start })
  return {
    manifest: describeModule({ packageName: `@test/${definition.id}`, version: '1.0.0' }, defined),
    load: async () => defined,
    migrationsFolder,
    localesFolder: '',
  }
}
