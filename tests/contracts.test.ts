import { resolve } from 'node:path'
import { checkContracts, formatReport } from '@ashlar/contract-lock'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')

test('the committed locks are the contracts of the sources, and versions say what changed', async () => {
  const report = await checkContracts({ folder: root })
  const errors = report.modules.flatMap(({ findings }) => findings.filter(({ level }) => level === 'error'))
  expect(errors, formatReport(report)).toEqual([])
})
