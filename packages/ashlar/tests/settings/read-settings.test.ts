import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { defineSettings, type Setting } from '../../src/contract/index.ts'
import { type Environment, readSettings } from '../../src/settings/read-settings.ts'

/** Reads one setting of the module `mail` from the variable `MAIL_VALUE`, or from the configuration. */
function readOne(setting: Partial<Setting> & Pick<Setting, 'schema'>, text?: string, configured?: unknown) {
  const declared = defineSettings('mail', { value: { help: 'what it changes', ...setting } })
  const config = configured === undefined ? {} : { mail: { value: configured } }
  const { values, problems } = readSettings([declared], config, text === undefined ? {} : { MAIL_VALUE: text })
  return problems.length > 0 ? problems.map(({ code, sentence }) => `${code} ${sentence}`) : values.get('mail')?.value
}

describe('a value', () => {
  const setting = { schema: z.string().default('from the schema') }

  test('comes from the environment, else from the configuration, else from the schema', () => {
    expect(readOne(setting, 'from the environment', 'from the configuration')).toBe('from the environment')
    expect(readOne(setting, undefined, 'from the configuration')).toBe('from the configuration')
    expect(readOne(setting)).toBe('from the schema')
  })

  test('is absent when its variable is empty', () => {
    expect(readOne(setting, '', 'from the configuration')).toBe('from the configuration')
    expect(readOne({ schema: z.int().default(3) }, '')).toBe(3)
  })

  test('is read from a variable named after module and setting, unless the setting names another', () => {
    const declared = defineSettings('order-desk', {
      pageSize: { schema: z.int(), help: 'rows' },
      key: { schema: z.string(), help: 'key', env: 'APP_KEY' },
    })

    const { values } = readSettings([declared], {}, { ORDER_DESK_PAGE_SIZE: '20', APP_KEY: 'k' })

    expect(values.get('order-desk')).toEqual({ pageSize: 20, key: 'k' })
    expect(Object.isFrozen(values.get('order-desk'))).toBe(true)
  })

  test('of a configuration is not converted', () => {
    expect(readOne({ schema: z.boolean() }, undefined, 'true')).toEqual([
      'ASH201 The setting "value" of module "mail" has a value that does not fit (what it changes): ' +
        'Invalid input: expected boolean, received string. Correct settings.mail.value in app.config.ts.',
    ])
  })
})

describe('the text of a variable', () => {
  const shape = z.object({ host: z.string(), port: z.int() })
  test.each([
    ['a text', z.string(), '1', '1'],
    ['a text with a default', z.string().default('x'), 'true', 'true'],
    ['an address', z.url(), 'https://shop.example', 'https://shop.example'],
    ['a choice', z.enum(['open', 'closed']).default('open'), 'closed', 'closed'],
    ['a boolean', z.boolean(), 'true', true],
    ['a boolean', z.boolean().default(true), 'false', false],
    ['a boolean', z.boolean().optional(), '1', true],
    ['a boolean', z.boolean(), '0', false],
    ['a coercing boolean', z.coerce.boolean(), 'false', false],
    ['a whole number', z.int(), '15', 15],
    ['a number', z.number(), '-1.5e3', -1500],
    ['a coercing number', z.coerce.number(), '7', 7],
    ['a list', z.array(z.string()).default([]), '["clerk","admin"]', ['clerk', 'admin']],
    ['an object', shape, '{"host":"localhost","port":25}', { host: 'localhost', port: 25 }],
    ['a record', z.record(z.string(), z.int()), '{"a":1}', { a: 1 }],
    ['a union', z.union([z.literal('auto'), z.int()]), 'auto', 'auto'],
    ['a union', z.union([z.literal('auto'), z.int()]), '4', 4],
    ['what may be null', z.int().nullable(), 'null', null],
    ['a transformed text', z.string().transform((text) => text.split(',')), 'a,b', ['a', 'b']],
  ] as const)('is read as %s: %s', (_, schema, text, value) => {
    expect(readOne({ schema }, text)).toEqual(value)
  })

  test.each([
    ['a boolean', z.boolean(), 'yes', 'expected true, false, 1 or 0'],
    ['a coercing boolean', z.coerce.boolean(), 'no', 'expected true, false, 1 or 0'],
    ['a number', z.number(), '15 minutes', 'expected a number'],
    ['a coercing number', z.coerce.number(), '0x10', 'expected a number'],
    ['a list', z.array(z.string()), 'clerk,admin', 'expected JSON'],
    ['a list', z.array(z.string()), '["clerk",7]', '1: Invalid input: expected string, received number'],
    ['a small number', z.int().max(10), '11', 'Too big: expected number to be <=10'],
    ['a union', z.union([z.literal('auto'), z.int()]), 'manual', 'Invalid input'],
  ])('is refused as %s: %s', (_, schema, text, reason) => {
    expect(readOne({ schema }, text)).toEqual([
      'ASH201 The setting "value" of module "mail" has a value that does not fit (what it changes): ' +
        `${reason}. Correct the environment variable MAIL_VALUE.`,
    ])
  })
})

test('a missing value is told with its variable, its help and both ways to set it; a secret’s with the safe one', () => {
  expect(readOne({ schema: z.string() })).toEqual([
    'ASH200 The setting "value" of module "mail" has no value (what it changes). ' +
      'Set the environment variable MAIL_VALUE, or settings.mail.value in app.config.ts.',
  ])
  expect(readOne({ schema: z.string(), secret: true })).toEqual([
    'ASH200 The setting "value" of module "mail" has no value (what it changes). Set the environment variable MAIL_VALUE.',
  ])
})

describe('a secret that does not fit', () => {
  const secret = 'hunter2'
  const quote = ({ input }: { readonly input?: unknown }) => `"${String(input)}" is too short`
  const quoting = z.string().refine((value) => value.length > 20, { error: quote })
  const login = z.object({ password: quoting })

  test.each([
    ['in a quote', quoting, secret],
    ['in a quote of what was trimmed', z.string().trim().pipe(quoting), `  ${secret}  `],
    [
      'in a quote of what a URL holds',
      z
        .url()
        .transform((url) => new URL(url).password)
        .pipe(quoting),
      `https://me:${secret}@mail.example`,
    ],
    ['in a quote of what stands in JSON', login, `{ "password": "${secret}" }`],
    ['in a quote of what stands in a list', z.array(quoting), `["${secret}"]`],
    ['as an unknown key', z.strictObject({}), `{ "${secret}": 1 }`],
    ['as the path of an issue', z.record(z.string(), z.int()), `{ "${secret}": "1" }`],
    ['as a key that is refused', z.record(z.string().min(20), z.int()), `{ "${secret}": 1 }`],
    ['in what a transform raises', z.string().transform((value) => new URL(value)), secret],
    ['as a number', z.int(), secret],
    ['as a choice', z.enum(['a']), secret],
  ])('is never shown: %s', (_, schema, text) => {
    const told = readOne({ schema, secret: true }, text)
    expect(told).toEqual([expect.stringMatching(/^ASH201 The setting "value" of module "mail"/)])
    expect(JSON.stringify(told)).not.toContain(secret)
  })

  test('is told with the kinds of what is wrong, each once', () => {
    const schema = z.object({ user: z.string(), password: z.string().min(32), name: z.string() })
    expect(readOne({ schema, secret: true }, `{ "password": "${secret}" }`)).toEqual([
      expect.stringContaining('(what it changes): it breaks its schema (invalid_type, too_small). Correct'),
    ])
  })
})

test('a name in the configuration that is no setting is told, with those there are', () => {
  const declared = defineSettings('mail', { host: { schema: z.string(), help: 'host' } })

  const { problems } = readSettings([declared], { mail: { host: 'localhost', hots: 'x' } }, {})

  expect(problems.map(({ code, sentence }) => [code, sentence])).toEqual([
    [
      'ASH203',
      'settings.mail.hots in app.config.ts is no setting of module "mail"; its settings are host. Correct the name, or remove the line.',
    ],
  ])
})

test('the problems of all modules come together', () => {
  const environment: Environment = { B_PORT: 'x' }
  const { values, problems } = readSettings(
    [
      defineSettings('a', {
        key: { schema: z.string(), help: 'key' },
        size: { schema: z.int().default(3), help: 'size' },
      }),
      defineSettings('b', { port: { schema: z.int(), help: 'port' }, host: { schema: z.string(), help: 'host' } }),
    ],
    {},
    environment,
  )

  expect(problems.map(({ code, details }) => [code, details.module, details.name])).toEqual([
    ['ASH200', 'a', 'key'],
    ['ASH201', 'b', 'port'],
    ['ASH200', 'b', 'host'],
  ])
  expect(values.get('a')).toEqual({ size: 3 })
})
