/** Time to check the types of many contracts with their handlers (P11). */
import { spawnSync } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

const sizes = [10, 100]

export interface TypeMeasurement {
  readonly modules: number
  readonly seconds: number
}

export async function measureTypes(): Promise<TypeMeasurement[]> {
  const measurements: TypeMeasurement[] = []
  for (const modules of sizes) {
    const folder = resolve(`benchmarks/.ashlar/types-${modules}`)
    await writeTree(folder, modules)
    const start = performance.now()
    const { status, stdout } = spawnSync(resolve('node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' })
    if (status !== 0) throw new Error(`The generated types do not check:\n${stdout.slice(0, 2000)}`)
    measurements.push({ modules, seconds: (performance.now() - start) / 1000 })
    await rm(folder, { recursive: true })
  }
  return measurements
}

async function writeTree(folder: string, modules: number): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: resolve('tsconfig.json'), include: ['.'], exclude: [] }),
  )
  for (let index = 0; index < modules; index += 1) {
    const id = `m${index}`
    const module = join(folder, id)
    await mkdir(module, { recursive: true })
    await writeFile(join(module, 'contract.ts'), contractOf(id))
    await writeFile(
      join(module, 'module.ts'),
      `import { defineModule } from 'ashlar'\nimport { can, routes } from './contract.ts'\nconst definition = defineModule({ id: '${id}', permissions: can, routes, start: () => import('./start.ts') })\nexport default definition\n`,
    )
    const handlers = Array.from(
      { length: 10 },
      (_, route) => `    route${route}: ({ params }) => ({ id: params.id, title: '${id}' }),`,
    )
    await writeFile(
      join(module, 'start.ts'),
      `import { behaviour } from 'ashlar'\nimport type definition from './module.ts'\nexport default behaviour<typeof definition>(() => ({\n  routes: {\n${handlers.join('\n')}\n  },\n}))\n`,
    )
  }
}

function contractOf(id: string): string {
  const routes = Array.from(
    { length: 10 },
    (_, route) =>
      `  route${route}: ${route % 2 === 0 ? 'get' : 'post'}('/r${route}/:id', { can: can.read, response: Answer${route % 2 === 0 ? '' : ', body: Form'} }),`,
  )
  return `import { definePermissions, defineRoutes, get, post } from 'ashlar/contract'
import { z } from 'zod'
export const can = definePermissions('${id}', { read: 'Read' })
const Answer = z.object({ id: z.string(), title: z.string() })
const Form = z.object({ title: z.string().min(1), amount: z.int() })
export const routes = defineRoutes('${id}', {
${routes.join('\n')}
})
`
}
