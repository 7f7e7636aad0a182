/**
 * The texts of an app: for each module the `<language>.json` files of its locales folder, its id being their namespace.
 *
 * A text that a language lacks is taken from the app's first language. Everything is read once and frozen.
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AshlarError } from '../contract/errors.ts'
import { localeFileInvalid } from './errors.ts'
import { findText, splitKey, type Texts, type TextValues } from './find-text.ts'
import { isTexts, listLocaleFaults } from './locale-file.ts'

export interface LocaleSource {
  /** The namespace. */
  readonly id: string
  readonly localesFolder: string
}

export interface Translations {
  /** BCP 47 tags, the app's first choice first. */
  readonly languages: readonly string[]
  /** The texts of a namespace in a language, gaps filled from the first language; `undefined` when it has none. */
  readonly findTexts: (language: string, namespace: string) => Texts | undefined
  /** The text of a key with its namespace, such as `orders:flash.placed`; anything else is returned as it is. */
  readonly translate: (language: string, key: string, values?: TextValues) => string
  /** Gives texts from a namespace, in the app's first language unless another is named. */
  readonly writerOf: (namespace: string) => (key: string, values?: TextValues, language?: string) => string
  /** The language that suits an `Accept-Language` header best (RFC 9110 §12.5.4). */
  readonly negotiate: (acceptLanguage: string | undefined) => string
}

export interface LoadedTranslations {
  readonly translations: Translations
  readonly problems: readonly AshlarError[]
}

/** Reads the texts of all sources in all languages. */
export async function loadTranslations(
  sources: readonly LocaleSource[],
  languages: readonly [string, ...string[]],
): Promise<LoadedTranslations> {
  const problems: AshlarError[] = []
  const texts = new Map<string, Texts>()
  await Promise.all(
    languages.flatMap((language) =>
      sources.map(async ({ id, localesFolder }) => {
        const read = await readTexts(join(localesFolder, `${language}.json`))
        problems.push(...read.problems)
        if (read.texts) texts.set(`${language}/${id}`, read.texts)
      }),
    ),
  )
  const [first] = languages
  for (const language of languages) {
    for (const { id } of sources) {
      const filled = fillGaps(texts.get(`${first}/${id}`), texts.get(`${language}/${id}`))
      if (filled) texts.set(`${language}/${id}`, filled)
    }
  }
  function find(namespace: string, language: string, key: string, values?: TextValues): string {
    const [owner, name] = splitKey(key, namespace)
    return findText(texts.get(`${language}/${owner}`), language, name, values) ?? key
  }

  return {
    problems,
    translations: {
      languages,
      findTexts: (language, namespace) => texts.get(`${language}/${namespace}`),
      translate: (language, key, values) => find('', language, key, values),
      writerOf:
        (namespace) =>
        (key, values, language = first) =>
          find(namespace, language, key, values),
      negotiate: (acceptLanguage) => negotiateLanguage(acceptLanguage, languages),
    },
  }
}

async function readTexts(file: string): Promise<{ readonly texts?: Texts; readonly problems: readonly AshlarError[] }> {
  if (!existsSync(file)) return { problems: [] }
  try {
    const text = await readFile(file, 'utf8')
    // Some editors begin a file with a byte order mark.
    const data: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return isTexts(data)
      ? { texts: freeze(data), problems: [] }
      : { problems: listLocaleFaults(file, data).map(({ error }) => error) }
  } catch (error) {
    return { problems: [localeFileInvalid(file, `${error instanceof Error ? error.message : String(error)}.`)] }
  }
}

function freeze(texts: Texts): Texts {
  for (const text of Object.values(texts)) if (typeof text === 'object') freeze(text)
  return Object.freeze(texts)
}

function fillGaps(fallback: Texts | undefined, texts: Texts | undefined): Texts | undefined {
  if (!fallback || !texts) return texts ?? fallback
  const filled: Record<string, string | Texts> = { ...fallback }
  for (const [key, text] of Object.entries(texts)) {
    const other = fallback[key]
    filled[key] = typeof text === 'object' && typeof other === 'object' ? (fillGaps(other, text) ?? text) : text
  }
  return Object.freeze(filled)
}

/** The best of the languages an app has: an exact match first, then one of the same primary language. */
export function negotiateLanguage(
  acceptLanguage: string | undefined,
  languages: readonly [string, ...string[]],
): string {
  for (const wanted of parseAcceptLanguage(acceptLanguage)) {
    const exact = languages.find((language) => language.toLowerCase() === wanted)
    if (exact) return exact
    const [primary] = wanted.split('-')
    const related = languages.find((language) => language.toLowerCase().split('-')[0] === primary)
    if (related) return related
  }
  return languages[0]
}

function parseAcceptLanguage(header: string | undefined): string[] {
  if (!header) return []
  return header
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', quality = ''] = part.split(';')
      const weight = Number(/q=([\d.]+)/.exec(quality)?.[1] ?? '1')
      return { tag: tag.trim().toLowerCase(), weight: Number.isNaN(weight) ? 0 : weight }
    })
    .filter(({ tag, weight }) => tag !== '' && weight > 0)
    .toSorted((left, right) => right.weight - left.weight)
    .map(({ tag }) => tag)
}

const rightToLeft: ReadonlySet<string> = new Set(['ar', 'dv', 'fa', 'he', 'ku', 'ps', 'sd', 'ug', 'ur', 'yi'])

/** The direction a language is written in. */
export function dirOf(language: string): 'ltr' | 'rtl' {
  return rightToLeft.has(language.toLowerCase().split('-')[0] ?? '') ? 'rtl' : 'ltr'
}
