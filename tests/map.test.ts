import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')

test('the committed map of the demo is what its sources give', () => {
  const { status, stderr } = spawnSync(process.execPath, ['packages/cli/bin/ashlar.js', 'graph', '--check'], {
    cwd: root,
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  expect(status).toBe(0)
})
