/** What the parts of a contract other than routes look like once they are declared. */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  AshlarError,
  definePages,
  definePermissions,
  defineSettings,
  event,
  listQuery,
  optional,
  page,
  type Setting,
  service,
  settingVariable,
  typeid,
  typeidOf,
  uuidOf,
} from './index.ts'

test('permissions and pages bear the id of their module', () => {
  const can = definePermissions('billing', { read: 'See invoices' })
  const pages = definePages('billing', { Browse: page({ total: z.int() }) })

  expect(can.read).toEqual({ kind: 'permission', name: 'billing.read', label: 'See invoices' })
  expect(pages.Browse.name).toBe('billing/Browse')
  expect(pages.Browse.props.safeParse({ total: 1, secret: 'x' }).data).toEqual({ total: 1 })
  for (const declared of [can, can.read, pages, pages.Browse]) expect(Object.isFrozen(declared)).toBe(true)
})

test('services and events are told apart by their names alone', () => {
  expect(service('mail')).toEqual({ kind: 'service', name: 'mail' })
  expect(optional(service('mail'))).toEqual({ kind: 'optional-service', service: { kind: 'service', name: 'mail' } })
  expect(event('billing.paid', { version: 2, payload: z.object({}) })).toMatchObject({
    name: 'billing.paid',
    version: 2,
  })
})

test('a setting is read from a variable in upper case', () => {
  const { declarations, module } = defineSettings('order-desk', {
    maxLinesPerOrder: { schema: z.int(), help: 'lines' },
    smtp2Host: { schema: z.string(), help: 'host' },
    key: { schema: z.string(), help: 'key', env: 'APP_KEY' },
  })

  const settings = Object.entries<Setting>(declarations)
  expect(settings.map(([name, { env }]) => settingVariable(module, name, env))).toEqual([
    'ORDER_DESK_MAX_LINES_PER_ORDER',
    'ORDER_DESK_SMTP2_HOST',
    'APP_KEY',
  ])
})

describe('an id with a prefix', () => {
  const uuid = '01890a5d-ac96-774b-bcce-b302099a8057'
  const id = 'inv_01h455vb4pex5vsknk084sn02q'

  test('is a UUID in other letters', () => {
    expect(typeidOf('inv', uuid)).toBe(id)
    expect(uuidOf(id)).toBe(uuid)
  })

  test.each([
    'ord_01h455vb4pex5vsknk084sn02q',
    'inv_01H455VB4PEX5VSKNK084SN02Q',
    'inv_',
    'inv',
    uuid,
    7,
    null,
    'inv_81h455vb4pex5vsknk084sn02q',
  ])('is not %j', (value) => {
    expect(typeid('inv').safeParse(id).success).toBe(true)
    expect(typeid('inv').safeParse(value).success).toBe(false)
  })
})

test('the query of a list falls back to its defaults, value by value', () => {
  const query = listQuery(['name', '-name', 'price'])

  expect(query.parse({})).toEqual({ search: '', sort: 'name', page: 1 })
  expect(query.parse({ search: '  tea ', sort: '-name', page: '3' })).toEqual({ search: 'tea', sort: '-name', page: 3 })
  expect(query.parse({ search: ['a'], sort: 'DROP TABLE', page: '-1' })).toEqual({ search: '', sort: 'name', page: 1 })
})

test('an expected error carries its code at the end, its status, its facts and its cause', () => {
  const cause = new Error('below')
  const error = new AshlarError('SHOP_CLOSED', 409, 'The shop is closed. Come back at nine.', {
    details: { opens: 9 },
    cause,
  })

  expect(error.message).toBe('The shop is closed. Come back at nine. [SHOP_CLOSED]')
  expect(error).toMatchObject({ name: 'AshlarError', code: 'SHOP_CLOSED', status: 409, details: { opens: 9 }, cause })
  expect(Object.isFrozen(error.details)).toBe(true)
})
