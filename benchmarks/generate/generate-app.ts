/** Writes an app of generated modules, in plain JavaScript, as if they had been installed from outside. */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface GenerateOptions {
  readonly folder: string
  readonly modules: number
}

const routesPerModule = 10

export async function generateApp({ folder, modules }: GenerateOptions): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  const ids = Array.from({ length: modules }, (_, index) => `m${index}`)
  const dependencies = Object.fromEntries(ids.map((id) => [`bench-${id}`, '1.0.0']))
  await mkdir(folder, { recursive: true })
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'bench-app', version: '1.0.0', type: 'module', dependencies }),
  )
  await writeFile(join(folder, 'app.config.ts'), 'export default {}\n')
  for (const id of ids) await writeModule(join(folder, 'node_modules', `bench-${id}`), id)
}

async function writeModule(folder: string, id: string): Promise<void> {
  await mkdir(join(folder, 'src/actions'), { recursive: true })
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({
      name: `bench-${id}`,
      version: '1.0.0',
      type: 'module',
      ashlar: { module: './src/module.js' },
      peerDependencies: { ashlar: '*' },
    }),
  )
  await writeFile(join(folder, 'src/contract.js'), contractOf(id))
  await writeFile(
    join(folder, 'src/module.js'),
    `import { defineModule } from 'ashlar'\nimport { can, routes } from './contract.js'\nexport default defineModule({ id: '${id}', permissions: can, routes, start: () => import('./start.js') })\n`,
  )
  const keys = Array.from({ length: routesPerModule }, (_, index) => `route${index}`)
  for (const key of keys) {
    await writeFile(
      join(folder, `src/actions/${key}.js`),
      `export async function ${key}() {\n  return { module: '${id}', route: '${key}' }\n}\n`,
    )
  }
  await writeFile(
    join(folder, 'src/start.js'),
    `import { behaviour } from 'ashlar'\n${keys.map((key) => `import { ${key} } from './actions/${key}.js'`).join('\n')}\nexport default behaviour(() => ({ routes: { ${keys.join(', ')} } }))\n`,
  )
}

function contractOf(id: string): string {
  const routes = Array.from({ length: routesPerModule }, (_, index) => {
    const options = `can: ${index === 0 ? 'anyone' : 'can.read'}, response: Answer`
    return index % 2 === 0
      ? `  route${index}: get('/r${index}', { ${options} }),`
      : `  route${index}: post('/r${index}/:id', { ${options}, body: z.object({ title: z.string().min(1).max(200), amount: z.int() }) }),`
  })
  return `import { anyone, definePermissions, defineRoutes, get, post } from 'ashlar/contract'
import { z } from 'zod'
export const can = definePermissions('${id}', { read: 'Read' })
const Answer = z.object({ module: z.string(), route: z.string() })
export const routes = defineRoutes('${id}', {
${routes.join('\n')}
})
`
}
