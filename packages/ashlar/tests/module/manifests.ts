/** Manifests of modules that exist only in a test. */
import { defineModule, type ModuleDefinition } from '../../src/module/definition.ts'
import { describeModule } from '../../src/module/describe-module.ts'
import type { ModuleManifest } from '../../src/module/manifest.ts'

/** The manifest of a definition, in a package of the module's name. */
export function manifestOf(definition: ModuleDefinition): ModuleManifest {
  return describeModule({ packageName: `@shop/${definition.id}`, version: '1.0.0' }, defineModule(definition))
}
