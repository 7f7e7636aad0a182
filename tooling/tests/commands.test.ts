/** What `npm test` and `npm run check` say, and how they end. */
import { expect, test } from 'vitest'
import { createReport, createScratch } from './scratch.ts'

test.each([
  ['all is well', { code: 0, report: createReport({ passed: 40 }) }, '42 passed, 0 failed', 0],
  ['a test fails', { code: 1, report: createReport({ passed: 40, failed: 2 }) }, '42 passed, 2 failed', 1],
  ['tests are skipped', { code: 0, report: createReport({ passed: 40, skipped: 3 }) }, '42 passed, 0 failed', 0],
  ['a file does not load', { code: 1, report: createReport({ passed: 40, brokenFiles: 1 }) }, '42 passed, 1 failed', 1],
  ['an error belongs to no test', { code: 1, report: createReport({ passed: 40 }) }, '42 passed, 1 failed', 1],
  ['the runner dies', { code: 134 }, '2 passed, 1 failed', 1],
])('npm test ends with the totals when %s', async (_, outcome, lastLine, code) => {
  const scratch = await createScratch()
  await scratch.write('outcome.json', JSON.stringify(outcome))

  expect(await scratch.run('test')).toMatchObject({ lastLine, code })
})

test('what is skipped is counted in a line of its own', async () => {
  const scratch = await createScratch()
  await scratch.write('outcome.json', JSON.stringify({ code: 0, report: createReport({ passed: 40, skipped: 3 }) }))

  expect((await scratch.run('test')).output).toMatch(/^3 skipped\n42 passed, 0 failed\n$/m)
})

test('what failed is named once more below everything else that was said', async () => {
  const scratch = await createScratch()
  const report = createReport({ passed: 40, failed: 2, brokenFiles: 1 })
  await scratch.write('outcome.json', JSON.stringify({ code: 1, report }))
  await scratch.write('style-fails', '')

  const { output } = await scratch.run('test')

  expect(output.slice(output.indexOf('✗ Style'))).toMatch(
    /^✗ Style\n✗ \S*some.test.ts › test 1\nexpected 1 to be 2\n✗ \S*some.test.ts › test 2\nexpected 1 to be 2\n✗ \S*broken.test.ts\nCannot find a module\n41 passed, 4 failed\n$/,
  )
})

test('the totals of an earlier run are not taken for those of this one', async () => {
  const scratch = await createScratch()
  await scratch.write('outcome.json', JSON.stringify({ code: 0, report: createReport({ passed: 40 }) }))
  await scratch.run('test')
  await scratch.write('outcome.json', JSON.stringify({ code: 134 }))

  expect(await scratch.run('test')).toMatchObject({ lastLine: '2 passed, 1 failed', code: 1 })
})

test('wrong types and wrong style count as failed tests, and the tests run all the same', async () => {
  const scratch = await createScratch()
  await scratch.write('outcome.json', JSON.stringify({ code: 0, report: createReport({ passed: 40 }) }))
  await scratch.write('types-fails', '')
  await scratch.write('style-fails', '')

  expect(await scratch.run('test')).toMatchObject({ lastLine: '40 passed, 2 failed', code: 1 })
})

test('what follows npm test goes to the test runner', async () => {
  const scratch = await createScratch()

  const { output } = await scratch.run('test', { args: ['modules/users'] })

  expect(output).toContain('runner: run modules/users\n')
})

test('npm test ends with the totals even when nothing could be set up', async () => {
  const scratch = await createScratch()
  await scratch.write('npm-error', 'npm error code ENOTFOUND')

  expect(await scratch.run('test')).toMatchObject({
    code: 1,
    lastLine: '0 passed, 1 failed',
    stderr: expect.stringContaining('the package registry cannot be reached'),
  })
})

test('a CHROMIUM_PATH that does not start is told in one line', async () => {
  const scratch = await createScratch()

  const { code, stderr } = await scratch.run('test', { env: { CHROMIUM_PATH: '/opt/no-browser' } })

  expect(code).toBe(1)
  expect(stderr.trim().split('\n')).toEqual([
    'CHROMIUM_PATH is /opt/no-browser, which does not start as a browser: it is no browser. ' +
      'Correct CHROMIUM_PATH or unset it, and run the command again.',
  ])
})

test('npm run check runs every step and fails at the end', async () => {
  const scratch = await createScratch()
  await scratch.write('types-fails', '')
  await scratch.write('ashlar-fails', '')

  const { code, output } = await scratch.run('check')

  expect(code).toBe(1)
  expect(output.match(/^[✓✗] .+? \(/gm)).toEqual([
    '✓ Installing the dependencies (',
    '✓ format and lint (',
    '✗ types (',
    '✗ contracts (',
    '✓ boundaries and map (',
    '✗ tests of what the changes reach (',
  ])
})
