/** The two ways of the parser tell the same of a file. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parsePlainly, parseSource } from '../source/parse-source.ts'
import { collectFacts } from './collect-facts.ts'

const folder = join(import.meta.dirname, '../..')
const files = globSync('{src,tests,fixtures}/**/*.{ts,tsx,js}', { cwd: folder })

test('every file has the same facts, however its tree is handed over', () => {
  expect(files.length).toBeGreaterThan(100)
  for (const file of files) {
    const text = readFileSync(join(folder, file), 'utf8')
    expect(collectFacts(file, text, parseSource), file).toEqual(collectFacts(file, text, parsePlainly))
  }
})

test.each([
  ['characters of several bytes and units', "import './żółć-👋.ts'\nexport const 名前 = sql`select '👋'`\n"],
  ['a byte order mark', "\uFEFFimport './x.ts'\n"],
  ['a first line for the shell', "#!/usr/bin/env node\nimport './x.ts'\n"],
  ['nothing', ''],
  ['a mistake', 'export const = 1\n'],
  ['numbers and patterns that JSON lacks', 'export const a = [10n, /x/v, -0, 1e999]\n'],
])('and so have %s', (_name, text) => {
  for (const path of ['file.ts', 'file.js']) {
    expect(collectFacts(path, text, parseSource)).toEqual(collectFacts(path, text, parsePlainly))
  }
})
