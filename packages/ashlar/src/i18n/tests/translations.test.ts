/** Locale files as an app meets them: read from folders, joined, and asked for texts. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dirOf, loadTranslations } from '../index.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ashlar-locales-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function writeLocales(id: string, files: Readonly<Record<string, string>>) {
  const localesFolder = join(folder, id)
  await mkdir(localesFolder, { recursive: true })
  for (const [name, text] of Object.entries(files)) await writeFile(join(localesFolder, name), text)
  return { id, localesFolder }
}

describe('the texts of an app', () => {
  test('come from the files of each module, and gaps of a language are filled from the first', async () => {
    const stones = await writeLocales('stones', {
      'en.json':
        '{ "title": "Stones", "flash": { "cut": "{{name}} was cut by {{who}}." }, "count_one": "{{count}} stone", "count_other": "{{count}} stones", "count_zero": "no stone" }',
      'pl.json':
        '{ "flash": {}, "count_one": "{{count}} kamień", "count_few": "{{count}} kamienie", "count_many": "{{count}} kamieni" }',
    })
    const none = { id: 'silent', localesFolder: join(folder, 'nowhere') }

    const { translations, problems } = await loadTranslations([stones, none], ['en', 'pl'])
    const { translate, writerOf, findTexts } = translations

    expect(problems).toEqual([])
    expect(translate('en', 'stones:flash.cut', { name: '<b>', who: 'Ada' })).toBe('<b> was cut by Ada.')
    expect(translate('en', 'stones:flash.cut', { name: 'It' })).toBe('It was cut by {{who}}.')
    expect([0, 1, 2].map((count) => translate('en', 'stones:count', { count }))).toEqual([
      'no stone',
      '1 stone',
      '2 stones',
    ])
    expect([1, 3, 5].map((count) => translate('pl', 'stones:count', { count }))).toEqual([
      '1 kamień',
      '3 kamienie',
      '5 kamieni',
    ])
    expect(translate('pl', 'stones:title')).toBe('Stones')
    const write = writerOf('stones')
    expect([write('title'), write('count', { count: 3 }, 'pl'), write('silent:none')]).toEqual([
      'Stones',
      '3 kamienie',
      'silent:none',
    ])
    expect(findTexts('pl', 'stones')).toMatchObject({ title: 'Stones', flash: { cut: expect.any(String) } })
    expect(Object.isFrozen(findTexts('pl', 'stones'))).toBe(true)
    expect(findTexts('en', 'silent')).toBeUndefined()
  })

  test('leave what is no key as it is', async () => {
    const stones = await writeLocales('plain', { 'en.json': '{ "title": "Stones", "inner": { "a": "b" } }' })
    const { translations } = await loadTranslations([stones], ['en'])

    for (const text of ['Nothing was changed.', 'plain:gone', 'plain:inner', 'plain:constructor', 'gone:title', '']) {
      expect(translations.translate('en', text)).toBe(text)
    }
  })

  test('are refused with file and place when a file is not what it must be; the others are still read', async () => {
    const sources = await Promise.all([
      writeLocales('broken', { 'en.json': '{\n  "title": "Stones",\n}' }),
      writeLocales('number', { 'en.json': '{ "inner": { "count": 3 }, "inner.name": "Name" }' }),
      writeLocales('good', { 'en.json': '\uFEFF{ "title": "Good" }' }),
    ])
    const { problems, translations } = await loadTranslations(sources, ['en'])

    const messages = problems.map(({ message }) => message).toSorted()
    expect(messages).toHaveLength(3)
    expect(messages[0]).toContain(`The locale file ${join(folder, 'broken', 'en.json')} cannot be read:`)
    expect(messages[0]).toContain('line 3 column 1')
    expect(messages[1]).toContain(
      `The locale file ${join(folder, 'number', 'en.json')} cannot be read: "inner.count" is`,
    )
    expect(messages[1]).toContain('[ASH800]')
    expect(messages[2]).toContain('no key leads to "inner.name", because of the dot.')
    expect(translations.translate('en', 'good:title')).toBe('Good')
  })
})

describe('the language of a visitor', () => {
  test('is the best of those the app has', async () => {
    const { translations } = await loadTranslations([], ['en', 'de', 'pt-BR'])
    const { negotiate } = translations

    expect(negotiate(undefined)).toBe('en')
    expect(negotiate('fr;q=0.9, de-AT;q=0.8, en;q=0.1')).toBe('de')
    expect(negotiate('PT-br')).toBe('pt-BR')
    expect(negotiate('pt-PT')).toBe('pt-BR')
    expect(negotiate('de;q=0, *')).toBe('en')
    expect(negotiate('en;q=0.5, de;q=nonsense;;,,')).toBe('de')
  })

  test('is written from the right where it is', () => {
    expect([dirOf('ar-EG'), dirOf('HE'), dirOf('de')]).toEqual(['rtl', 'rtl', 'ltr'])
  })
})
