/** Our side: the benchmark's module in a production boot, with every guard on. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bootApp, describeModule } from 'ashlar/runtime'
import { pino } from 'pino'
import definition from './module/module.ts'
import { menu, translations } from './work.ts'

const folder = process.env.BENCH_FOLDER ?? ''
const locales = join(folder, 'locales')
await mkdir(locales, { recursive: true })
await writeFile(join(locales, 'en.json'), JSON.stringify(translations))

const { render } = await import(process.env.BENCH_RENDERER ?? '')
const url = process.env.DATABASE_URL ?? ''
const manifest = describeModule({ packageName: 'bench', version: '1.0.0' }, definition)
const app = await bootApp({
  name: 'Bench',
  config: { roles: { clerk: ['*'] } },
  modules: [
    {
      manifest: { ...manifest, menu: menu.map((entry, order) => ({ ...entry, order, access: 'signed-in' as const })) },
      load: async () => definition,
      migrationsFolder: '',
      localesFolder: locales,
    },
  ],
  database: { appUrl: url, ownerUrl: url },
  environment: {},
  assets: { version: '1', tags: () => '', render },
  log: pino({ level: 'info' }, pino.destination({ dest: '/dev/null', sync: true, minLength: 8192 })),
  production: true,
})
await app.http.fastify.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
process.send?.({ ready: true })
