/** Every error of a catalogue has one code, in its range. That it has an entry in the docs, the repository's tests see to. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import * as jobErrorExports from '../../src/jobs/errors.ts'
import * as moduleErrorExports from '../../src/module/errors.ts'
import * as settingsErrorExports from '../../src/settings/errors.ts'

const packageFolder = join(import.meta.dirname, '..', '..')
const { moduleErrors, ...moduleFunctions } = moduleErrorExports
const { jobErrors, reasonOf: _reasonOf, ...jobFunctions } = jobErrorExports
const { settingsErrors, ...settingsFunctions } = settingsErrorExports

test.each([
  { name: 'module', catalogue: moduleErrors, exported: moduleFunctions, first: 100, last: 199 },
  { name: 'jobs', catalogue: jobErrors, exported: jobFunctions, first: 920, last: 939 },
  { name: 'settings', catalogue: settingsErrors, exported: settingsFunctions, first: 200, last: 219 },
])('$name: codes are unique and listed', async ({ name, catalogue, exported, first, last }) => {
  const source = await readFile(join(packageFolder, 'src', name, 'errors.ts'), 'utf8')
  const codes = [...source.matchAll(/'(ASH\d+)'/g)].map(([, code]) => code)

  expect(Object.keys(catalogue).toSorted()).toEqual(Object.keys(exported).toSorted())
  expect(codes).toHaveLength(Object.keys(catalogue).length)
  expect(new Set(codes).size).toBe(codes.length)
  expect(codes.every((code) => Number(code?.slice(3)) >= first && Number(code?.slice(3)) <= last)).toBe(true)
})
