import { type App, bootApp } from 'ashlar/runtime'
import { pino } from 'pino'
import { prepareEnvironment } from './command-environment.ts'
import { getBootableApp } from './installed-app.ts'

export interface WithAppOptions {
  /** The folder the command was started in. */
  readonly from: string
  readonly embedded?: boolean | undefined
}

/** Boots the app around a folder for one piece of work, without listening, and closes it afterwards whatever comes of it. */
export async function withApp<Result>(options: WithAppOptions, work: (app: App) => Promise<Result>): Promise<Result> {
  const installed = await getBootableApp(options.from)
  const { environment, values, database } = await prepareEnvironment({
    appFolder: installed.folder,
    embedded: options.embedded,
  })
  try {
    const app = await bootApp({
      name: installed.name,
      config: installed.config,
      modules: installed.modules,
      locales: installed.locales,
      database,
      environment,
      assets: { version: 'none', tags: () => '' },
      log: pino({ level: values.LOG_LEVEL === 'info' ? 'warn' : values.LOG_LEVEL }),
      // Modules start when the work asks for them.
      production: true,
    })
    try {
      return await work(app)
    } catch (error) {
      throw app.inWords(error)
    } finally {
      await app.close()
    }
  } finally {
    await database.release()
  }
}
