import { expect, test } from 'vitest'
import { stateOf } from './file-import.ts'

const begun = { finished: false, cancelled: false, refusedLines: 0 }

test('an import is what its row says once it has ended, and what its job says before', () => {
  expect(stateOf({ ...begun, finished: true }, { state: 'active' })).toBe('done')
  expect(stateOf({ ...begun, finished: true, refusedLines: 3 }, undefined)).toBe('refused')
  expect(stateOf({ ...begun, cancelled: true }, { state: 'active' })).toBe('cancelled')
  expect(stateOf(begun, { state: 'retry' })).toBe('waiting')
  expect(stateOf(begun, { state: 'failed' })).toBe('failed')
  expect(stateOf(begun, { state: 'completed' })).toBe('failed')
  expect(stateOf(begun, undefined)).toBe('failed')
})
