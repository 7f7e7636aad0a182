import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toPageObject, writePageJson, writeScriptJson } from '../page-object.ts'
import { rawJson } from '../raw-json.ts'

/** Text in which what ends a script, opens a comment or is escaped comes up often. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('</script>', '<!--', '<script', '-->', ']]>', '/', '\\', '"', '<', '&amp;', '\u2028'), {
      maxLength: 6,
    })
    .map((parts) => parts.join('')),
)
/**
 * Without backslashes: once V8 has read a key `\\`, `JSON.parse` takes the keys `\n`, `\/` and the like for it.
 * Source: https://github.com/nodejs/node/issues/63785, seen in Node.js 24.21 and 26.10.
 */
const key = nasty.filter((text) => text !== '__proto__' && !text.includes('\\'))
const json = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, nasty, fc.integer(), fc.boolean(), fc.constant(null), tie('list'), tie('object')),
  list: fc.array(tie('value'), { maxLength: 3 }),
  object: fc.dictionary(key, tie('value'), { maxKeys: 3 }),
})).value
const prop = fc.oneof(
  json,
  json.map((value) => rawJson(JSON.stringify(value))),
)
const parts = fc.record({
  component: nasty,
  props: fc.dictionary(key, prop, { maxKeys: 5 }),
  url: nasty,
  version: fc.option(nasty),
  metadata: fc.record({ flash: fc.dictionary(key, nasty, { maxKeys: 2, noNullPrototype: true }) }),
})

describe('the page object', () => {
  test('as text and inside a script reads back as the page, whatever its props hold', () => {
    fc.assert(
      fc.property(parts, (page) => {
        const expected = JSON.parse(JSON.stringify(toPageObject(page)))
        expect(JSON.parse(writePageJson(page))).toEqual(expected)
        expect(JSON.parse(writeScriptJson(page))).toEqual(expected)
      }),
    )
  })

  test('inside a script can neither end it nor open a comment, and uses no HTML entities', () => {
    fc.assert(
      fc.property(parts, (page) => {
        const script = writeScriptJson(page)
        expect(script).not.toContain('<')
        expect(script.replaceAll('\\/', '')).not.toContain('/')
      }),
    )
  })

  test('writes every slash as an escaped slash', () => {
    const page = { component: 'a/B', props: { x: 'c/d', y: rawJson('"e/f"') }, url: '/g', version: '1/2', metadata: {} }

    expect(writeScriptJson(page)).toBe(
      '{"component":"a\\/B","props":{"x":"c\\/d","y":"e\\/f"},"url":"\\/g","version":"1\\/2"}',
    )
  })

  test('leaves out props without a value', () => {
    const page = { component: 'a', props: { x: undefined, y: rawJson('1') }, url: '/', version: null, metadata: {} }

    expect(writePageJson(page)).toBe('{"component":"a","props":{"y":1},"url":"/","version":null}')
  })
})
