/** Boots an app of one module, in this process. */
import type { AppConfig, DefinedModule } from 'ashlar'
import { type App, bootApp, describeModule } from 'ashlar/runtime'
import { pino } from 'pino'

export interface ModuleBoot {
  readonly config?: AppConfig
  /** @default no migrations of its own */
  readonly migrationsFolder?: string
  /** Whether pending migrations are applied. @default true */
  readonly migrate?: boolean
}

/** Boots a module alone, silent, with what the database says. */
export function bootModule(
  definition: DefinedModule,
  database: { readonly appUrl: string; readonly ownerUrl: string },
  { config = {}, migrationsFolder = '', migrate = true }: ModuleBoot = {},
): Promise<App> {
  return bootApp({
    name: definition.id,
    config,
    modules: [
      {
        manifest: describeModule({ packageName: definition.id.replaceAll('_', '-'), version: '1.0.0' }, definition),
        load: async () => definition,
        migrationsFolder,
        localesFolder: '',
      },
    ],
    database,
    environment: {},
    assets: { version: '1', tags: () => '' },
    log: pino({ level: 'silent' }),
    production: false,
    migrate,
  })
}
