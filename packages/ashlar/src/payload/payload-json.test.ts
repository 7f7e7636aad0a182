import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { readPayloadJson, writePayloadJson } from './payload-json.ts'

const unfit = (reason: string) => new Error(reason)
const thereAndBack = (schema: z.ZodType, payload: unknown) =>
  readPayloadJson(schema, JSON.parse(writePayloadJson(schema, payload, unfit)), unfit)

const text = z.string().max(5)

test.each([
  ['left out', text.optional(), undefined],
  ['null', text.nullable(), null],
  [
    'of a date',
    z.codec(z.iso.datetime(), z.date(), { decode: (at) => new Date(at), encode: (at) => at.toISOString() }),
    new Date(0),
  ],
])('a payload that is %s is read as it was written', (_what, schema, payload) => {
  expect(thereAndBack(schema, payload)).toEqual(payload)
})

test('any value of JSON is read as it was written', () => {
  // V8 mistakes escaped keys for `\\` once it has read that key: https://github.com/nodejs/node/issues/63785.
  const stringUnit = fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).filter((unit) => unit !== '\\')
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit }), (value) => {
      const plain: unknown = JSON.parse(JSON.stringify(value))
      expect(thereAndBack(z.unknown(), plain)).toEqual(plain)
    }),
  )
})

test.each([
  [
    'does not fit',
    z.object({ lines: z.array(text) }),
    { lines: ['long enough'] },
    'lines.0: Too big: expected string to have <=5 characters',
  ],
  ['is no JSON', z.bigint(), 1n, 'TypeError: Do not know how to serialize a BigInt'],
  [
    'cannot be read again',
    z.date(),
    new Date(0),
    'it cannot be read again from JSON: Invalid input: expected date, received string',
  ],
])('a payload that %s is refused with the reason', (_what, schema, payload, reason) => {
  expect(() => writePayloadJson(schema, payload, unfit)).toThrow(reason)
})
