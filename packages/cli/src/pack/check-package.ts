import { existsSync } from 'node:fs'
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseSync } from 'vite'
import { brokenPackage } from '../errors.ts'
import type { PackageJson } from '../package-json.ts'
import { runNode } from '../run-node.ts'
import { promisedFiles } from './published-package-json.ts'

/**
 * Checks that a compiled package holds together: the files it promises are there, no import leads to TypeScript, and
 * a module's definition loads.
 *
 * @throws ASH553 with every problem found.
 */
export async function assertPackageWorks(folder: string, packageJson: PackageJson): Promise<void> {
  const problems = [
    ...findMissingFiles(folder, packageJson),
    ...(await findTypescriptImports(folder)),
    ...(await findDefinitionProblem(folder, packageJson)),
  ]
  if (problems.length > 0) throw brokenPackage(packageJson.name, problems)
}

function findMissingFiles(folder: string, packageJson: PackageJson): readonly string[] {
  return promisedFiles(packageJson)
    .filter((file) => !file.includes('*') && !existsSync(join(folder, file)))
    .map((file) => `package.json points to ${file}, but there is no such file`)
}

async function findTypescriptImports(folder: string): Promise<readonly string[]> {
  const problems: string[] = []
  for await (const file of glob('**/*.{js,mjs}', { cwd: folder })) {
    for (const specifier of importsOf(file, await readFile(join(folder, file), 'utf8'))) {
      if (/\.tsx?$/.test(specifier)) problems.push(`${file} imports ${specifier}, which stays behind`)
    }
  }
  return problems
}

function importsOf(file: string, source: string): readonly string[] {
  const { module } = parseSync(file, source)
  const requests = [
    ...module.staticImports.map((entry) => entry.moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) => entries.flatMap((entry) => entry.moduleRequest?.value ?? [])),
  ]
  const dynamic = module.dynamicImports.map(({ moduleRequest }) =>
    source.slice(moduleRequest.start, moduleRequest.end).replace(/^['"`]|['"`]$/g, ''),
  )
  return [...requests, ...dynamic]
}

const importDefinition = `
const { default: definition } = await import(process.argv[1])
if (definition?.kind !== 'ashlar-module') throw new Error('Its default export is not made by defineModule().')
`

async function findDefinitionProblem(folder: string, packageJson: PackageJson): Promise<readonly string[]> {
  const module = packageJson.ashlar?.module
  if (module === undefined || !existsSync(join(folder, module))) return []
  const { code, output } = await runNode(['--input-type=module', '-e', importDefinition, join(folder, module)], folder)
  return code === 0 ? [] : [`the definition in ${module} does not load: ${lastErrorLine(output)}`]
}

function lastErrorLine(output: string): string {
  const lines = output.split('\n').map((line) => line.trim())
  return lines.find((line) => /^\w*Error\b/.test(line)) ?? lines.filter(Boolean).at(-1) ?? 'no reason was given'
}
