/** Every rule has a fixture that it finds, a cure in which nothing is found, a page, and a fix or a reason for none. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { catalogue, diagnose, repair } from '@ashlar/doctor'
import { describe, expect, test } from 'vitest'
import { createFixture } from './fixture.ts'

const pages = join(import.meta.dirname, '../../../docs/errors')
const documented = readdirSync(pages)
  .map((page) => readFileSync(join(pages, page), 'utf8'))
  .join('\n')
const describeFindings = async (folder: string) =>
  (await diagnose({ folder })).findings.map(
    ({ code, place, message }) => `${code} ${place.file}:${place.line} ${message}`,
  )

test('nothing is found in the base', async () => {
  await using fixture = await createFixture()
  expect(await describeFindings(fixture.folder)).toEqual([])
})

test('codes are given once', () => {
  const codes = catalogue.map(({ code }) => code)
  expect(new Set(codes).size).toBe(codes.length)
})

describe.each(catalogue.map((rule) => [rule.code, rule] as const))('%s', (code, rule) => {
  test('is found in the wrong app, in a file that exists, and says what to do', async () => {
    await using fixture = await createFixture(`${code}/wrong`)
    const found = (await diagnose({ folder: fixture.folder })).findings.filter((finding) => finding.code === code)
    expect(found.length).toBeGreaterThan(0)
    for (const { place, message, remedy } of found) {
      const lines = readFileSync(join(fixture.folder, place.file), 'utf8').split('\n')
      expect(lines[place.line - 1]?.length).toBeGreaterThanOrEqual(place.column - 1)
      expect(message).toMatch(/[.?]$/)
      expect(remedy).toMatch(/[.?]$/)
    }
  })

  test('nothing is found in the repaired app', async () => {
    await using fixture = await createFixture(`${code}/repaired`)
    expect(await describeFindings(fixture.folder)).toEqual([])
  })

  test('is repaired by its fix, or says why it has none', async () => {
    if (typeof rule.fix !== 'string' && 'none' in rule.fix) {
      expect(rule.fix.none).toMatch(/\.$/)
      return
    }
    await using fixture = await createFixture(`${code}/wrong`)
    const fixable = (await diagnose({ folder: fixture.folder, only: [code] })).findings.filter(({ fix }) => fix)
    expect(fixable.length).toBeGreaterThan(0)
    await repair(await diagnose({ folder: fixture.folder, only: [code] }))
    expect((await diagnose({ folder: fixture.folder, only: [code] })).findings.filter(({ fix }) => fix)).toEqual([])
  })

  test('has an entry in the error pages', () => {
    expect(documented).toContain(`## ${code}\n`)
  })
})
