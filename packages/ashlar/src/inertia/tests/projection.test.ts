import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { typeid } from '../../contract/values.ts'
import { defer, merge, rawJson } from '../index.ts'
import { projectorOfPage } from '../page-schema.ts'
import { projectorOf } from '../projector.ts'
import { objectOf, pageOf, reload } from './visits.ts'

const secret = 'hash'
const User = z.object({ id: z.int(), name: z.string() })
const user = { id: 1, name: 'Ada', passwordHash: secret }

function project(schema: z.ZodType, value: unknown): unknown {
  return projectorOf(schema).project(value)
}

/** Hands a value over as JavaScript would: without a look at its type. */
function untyped(value: unknown): never {
  return value as never
}

describe('projection', () => {
  const kept = { id: 1, name: 'Ada' }

  test.each<[string, z.ZodType, unknown, unknown]>([
    ['an object', User, user, kept],
    ['an array', z.array(User), [user, user], [kept, kept]],
    ['a record', z.record(z.string(), User), { a: user }, { a: kept }],
    ['a record of known keys', z.partialRecord(z.enum(['a']), User), { a: user, b: user }, { a: kept }],
    ['a tuple', z.tuple([z.string(), User]), ['x', user, user], ['x', kept]],
    ['a tuple with a rest', z.tuple([z.string()], User), ['x', user], ['x', kept]],
    ['an optional', User.optional(), user, kept],
    ['a nullable', User.nullable(), user, kept],
    ['a default', User.default({ id: 0, name: '' }), user, kept],
    ['a catch', User.catch({ id: 0, name: '' }), user, kept],
    ['a readonly', User.readonly(), user, kept],
    ['a refined', User.refine(() => true), user, kept],
    ['a brand', User.brand<'User'>(), user, kept],
    ['a lazy', z.lazy(() => User), user, kept],
    ['a pipe, by what it gives out', z.preprocess((value) => value, User), user, kept],
    ['an intersection', z.intersection(User, z.object({ age: z.int() })), { ...user, age: 36 }, { ...kept, age: 36 }],
    [
      'an intersection of nested objects',
      z.intersection(z.object({ a: z.object({ x: z.int() }) }), z.object({ a: z.object({ y: z.int() }) })),
      { a: { x: 1, y: 2, z: 3 } },
      { a: { x: 1, y: 2 } },
    ],
    ['a union', z.union([z.string(), z.object({ code: z.int() }), User]), user, kept],
    ['a union of single values', z.union([z.string(), z.int()]), 5, 5],
    [
      'a discriminated union',
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('user'), user: User }),
        z.object({ kind: z.enum(['none', 'all']), user: z.object({ id: z.int() }) }),
      ]),
      { kind: 'all', user },
      { kind: 'all', user: { id: 1 } },
    ],
    ['an object with a catchall', z.object({ a: z.int() }).catchall(User), { a: 1, b: user }, { a: 1, b: kept }],
    ['an id', typeid('inv'), 'inv_01h455vb4pex5vsknk084sn02q', 'inv_01h455vb4pex5vsknk084sn02q'],
  ])('keeps of %s what is declared', (_name, schema, value, expected) => {
    expect(project(schema, value)).toEqual(expected)
  })

  test('follows a schema that contains itself', () => {
    const Category = z.object({
      name: z.string(),
      get parent() {
        return Category.optional()
      },
      get children() {
        return z.array(Category)
      },
    })
    const leaf = { name: 'leaf', secret, children: [] }

    expect(project(Category, { name: 'root', secret, parent: leaf, children: [leaf] })).toEqual({
      name: 'root',
      parent: { name: 'leaf', children: [] },
      children: [{ name: 'leaf', children: [] }],
    })
  })

  test('copies nothing that is already as declared', () => {
    const list = [{ id: 1, name: 'Ada' }]

    expect(project(z.array(User), list)).toBe(list)
  })

  test('looks at a value once, however deep it lies', () => {
    const Node = z.object({
      value: z.int().optional(),
      get child() {
        return Node.optional()
      },
    })
    let reads = 0
    let tree: object = Object.defineProperty({ extra: 1 }, 'value', { enumerable: true, get: () => ++reads })
    for (let depth = 0; depth < 16; depth += 1) tree = { value: depth, child: tree }

    expect(JSON.stringify(project(Node, tree))).not.toContain('extra')
    expect(reads).toBe(1)
  })

  test('never changes what it was given', () => {
    const list = Object.freeze([Object.freeze({ ...user })])

    expect(project(z.array(User), list)).toEqual([kept])
    expect(list).toEqual([user])
  })

  test('leaves absent what is absent, and fills in no default', () => {
    const schema = z.object({ a: z.string().default('a'), b: z.string().optional(), c: z.string() })

    expect(project(schema, { c: 'c', d: 'd' })).toEqual({ c: 'c' })
  })

  test('reads instances of classes by their declared members, and never through their toJSON', () => {
    class Account {
      readonly id = 1
      readonly passwordHash = secret
      get name() {
        return 'Ada'
      }
      toJSON() {
        return { ...this, name: 'Ada' }
      }
    }

    class Exact {
      readonly id = 1
      readonly name = 'Ada'
      toJSON() {
        return user
      }
    }

    const hidden = Object.defineProperty({ ...kept }, 'toJSON', { value: () => user })

    for (const value of [new Account(), new Exact(), hidden]) {
      expect(JSON.parse(JSON.stringify(project(User, value)))).toEqual(kept)
    }
    expect(project(User, { ...user, toJSON: () => user })).toEqual(kept)
  })

  test('writes dates as text and big integers as digits where the schema has text', () => {
    const at = new Date('2026-11-20T10:00:00Z')

    expect(project(z.object({ at: z.iso.datetime(), n: z.string() }), { at, n: 2n ** 64n })).toEqual({
      at: '2026-11-20T10:00:00.000Z',
      n: '18446744073709551616',
    })
    expect(project(z.unknown(), { at, n: [2n ** 64n] })).toEqual({
      at: '2026-11-20T10:00:00.000Z',
      n: ['18446744073709551616'],
    })
  })

  test('a key called __proto__ is a key like any other', () => {
    const value = JSON.parse('{"__proto__":{"id":1,"name":"Ada","passwordHash":"hash"}}')

    expect(JSON.stringify(project(z.record(z.string(), User), value))).toBe('{"__proto__":{"id":1,"name":"Ada"}}')
  })

  test('keeps exactly what parsing keeps, for all values of a schema', () => {
    const schema = z.object({
      a: z.string(),
      list: z.array(z.object({ b: z.int(), c: z.string().optional() })),
      pick: z.union([z.object({ only: z.string() }), z.object({ other: z.int() })]),
      map: z.record(z.string(), z.object({ d: z.boolean() })),
    })
    const extra = fc.dictionary(fc.constantFrom('x', 'y', 'hash'), fc.string(), { maxKeys: 2 })
    const withExtra = <Value extends object>(value: fc.Arbitrary<Value>) =>
      fc
        .tuple(value, extra, fc.boolean())
        .map(([own, more, first]) => (first ? { ...more, ...own } : { ...own, ...more }))
    const value = withExtra(
      fc.record({
        a: fc.string(),
        list: fc.array(withExtra(fc.record({ b: fc.integer(), c: fc.string() }, { requiredKeys: ['b'] }))),
        pick: fc.oneof(withExtra(fc.record({ only: fc.string() })), withExtra(fc.record({ other: fc.integer() }))),
        // Parsing with the schema drops a key called __proto__; V8 mistakes escaped keys for `\\` once it has read
        // that one: https://github.com/nodejs/node/issues/63785.
        map: fc.dictionary(
          fc.string().filter((key) => key !== '__proto__' && !key.includes('\\')),
          withExtra(fc.record({ d: fc.boolean() })),
        ),
      }),
    )

    fc.assert(
      fc.property(value, (given) => {
        const projected = JSON.parse(JSON.stringify(project(schema, given)))
        expect(projected).toEqual(JSON.parse(JSON.stringify(schema.parse(given))))
      }),
    )
  })
})

describe('a prop', () => {
  test('loses what its page does not declare, in whatever form it is given', async () => {
    const object = await objectOf({
      request: reload({ only: 'plain,closure,promise,kind,nested,late' }),
      page: pageOf({
        plain: User,
        closure: User,
        promise: User,
        kind: z.array(User),
        nested: z.object({ user: User }),
        late: User.optional(),
      }),
      props: {
        plain: user,
        closure: () => user,
        promise: Promise.resolve(user),
        kind: merge(async () => [user]),
        nested: { user: () => user },
        late: defer(() => user),
      },
    })

    expect(JSON.stringify(object)).not.toContain(secret)
    expect(object.props).toMatchObject({ plain: { id: 1, name: 'Ada' }, nested: { user: { id: 1, name: 'Ada' } } })
  })

  test('that is not declared is dropped, and its closure never runs', async () => {
    const object = await objectOf({
      page: pageOf({ title: z.string() }),
      props: untyped({
        title: 't',
        users: () => {
          throw new Error('ran')
        },
      }),
    })

    expect(object.props).toEqual({ title: 't', errors: {} })
  })

  test('inside a union is projected by the option that it is', async () => {
    const result = z.union([z.object({ failed: z.string() }), z.object({ rows: z.array(User) })])
    const tagged = z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('user'), user: User.optional() }),
      z.object({ kind: z.literal('none') }),
    ])
    const object = await objectOf({
      page: pageOf({ result, tagged }),
      props: { result: { rows: async () => [user] }, tagged: { kind: 'user', user: defer(() => user) } },
    })

    expect(object.props).toEqual({ result: { rows: [{ id: 1, name: 'Ada' }] }, tagged: { kind: 'user' }, errors: {} })
    expect(object.deferredProps).toEqual({ default: ['tagged.user'] })
  })

  test.each<[string, z.ZodType, unknown, string]>([
    ['an object for text', z.object({ a: z.string() }), { a: user }, 'prop.a'],
    ['text for an object', User, 'Ada', 'prop'],
    ['an object for a list', z.array(User), { 0: user }, 'prop'],
    ['a value that fits no option', z.array(z.union([User, z.object({ x: z.int() })])), [{ y: 1 }], 'prop.0'],
    ['a tag that no option has', z.discriminatedUnion('k', [z.object({ k: z.literal('a') })]), { k: 'b' }, 'prop'],
    ['a closure inside a list', z.array(z.object({ a: z.string() })), [{ a: () => 'a' }], 'prop.0.a'],
    ['a promise inside a list', z.array(User), [Promise.resolve(user)], 'prop.0'],
    ['a kind inside a list', z.unknown(), [defer(() => 1)], 'prop.0'],
    ['raw JSON inside a list', z.array(User), [rawJson('{}')], 'prop.0'],
    ['a symbol', z.unknown(), { a: { b: Symbol('x') } }, 'prop.a.b'],
  ])('is refused where nothing safe can be kept: %s', async (_name, schema, value, path) => {
    const outcome = objectOf({ page: pageOf({ prop: schema }), props: untyped({ prop: () => value }) })

    await expect(outcome).rejects.toMatchObject({ code: 'ASH300', details: { problems: [{ path }] } })
    await expect(outcome).rejects.toThrow('orders/Browse')
  })

  test('that contains itself is refused', async () => {
    const circle: Record<string, unknown> = {}
    circle.self = circle
    const outcome = objectOf({ page: pageOf({ prop: z.unknown() }), props: { prop: circle } })

    await expect(outcome).rejects.toMatchObject({ code: 'ASH300' })
  })
})

describe('a page that declares what JSON cannot carry', () => {
  test.each<[string, z.ZodType, string]>([
    ['date', z.date(), 'z.iso.datetime()'],
    ['bigint', z.bigint(), 'z.string()'],
    ['map', z.map(z.string(), z.string()), 'a record'],
    ['set', z.set(z.string()), 'an array'],
    ['transform', z.string().transform((value) => ({ value })), 'pipe it into a schema'],
  ])('is refused with a remedy: %s', (kind, schema, remedy) => {
    const page = pageOf({ report: z.array(z.object({ value: schema.optional() })) })
    const attempt = () => projectorOfPage(page)

    expect(attempt).toThrow(
      expect.objectContaining({ code: 'ASH303', details: { page: page.name, prop: 'report.value', schemaKind: kind } }),
    )
    expect(attempt).toThrow(remedy)
    expect(attempt).toThrow(expect.objectContaining({ code: 'ASH303' }))
  })
})

describe('props checked in full', () => {
  const validate = true

  test('pass when they are what the page declares, absent deferred ones too', async () => {
    const object = await objectOf({
      validate,
      page: pageOf({
        user: User,
        at: z.iso.datetime(),
        stats: z.object({ slow: z.int().optional() }),
        late: User.optional(),
      }),
      props: { user, at: '2026-11-20T10:00:00Z', stats: { slow: defer(() => 1) }, late: defer(() => user) },
    })

    expect(object.props.user).toEqual({ id: 1, name: 'Ada' })
  })

  test('are refused with page, place and problem, and without the value', async () => {
    const outcome = objectOf({
      validate,
      page: pageOf({ users: z.array(z.object({ email: z.email() })) }),
      props: { users: () => [{ email: 'ada@example.org' }, { email: 'private-value' }] },
    })

    await expect(outcome).rejects.toMatchObject({ code: 'ASH300', details: { problems: [{ path: 'users.1.email' }] } })
    await expect(outcome).rejects.not.toThrow('private-value')
  })

  test('are held against what a schema gives out: no default or catch hides what is missing', async () => {
    const page = pageOf({ a: z.string().default('a'), b: z.object({ c: z.string().catch('c'), d: z.stringbool() }) })
    const good = objectOf({ validate, page, props: { a: 'x', b: { c: 'x', d: true } } })
    const bad = objectOf({ validate, page, props: untyped({ a: 'x', b: { c: 1, d: 'yes' } }) })
    const missing = objectOf({ validate, page, props: untyped({ b: { c: 'x', d: true } }) })

    await expect(good).resolves.toMatchObject({ props: { a: 'x' } })
    await expect(bad).rejects.toMatchObject({ details: { problems: [{ path: 'b.c' }, { path: 'b.d' }] } })
    await expect(missing).rejects.toMatchObject({ code: 'ASH302', details: { prop: 'a' } })
  })

  test('a prop that is not declared is refused', async () => {
    const outcome = objectOf({ validate, page: pageOf({ a: z.string() }), props: untyped({ a: 'a', b: 'b' }) })

    await expect(outcome).rejects.toMatchObject({ code: 'ASH301', details: { page: 'orders/Browse', prop: 'b' } })
  })

  test('a partial reload may leave props out, and parts of an object are not held against the whole', async () => {
    const object = await objectOf({
      validate,
      request: reload({ only: 'user.name' }),
      page: pageOf({ user: User, title: z.string() }),
      props: untyped({ user }),
    })

    expect(object.props).toEqual({ user: { name: 'Ada' }, errors: {} })
  })

  test('raw JSON that breaks the schema or holds more than is declared is refused', async () => {
    const page = pageOf({ users: z.array(User) })
    const wrong = objectOf({ validate, page, props: { users: rawJson<never[]>('[{"id":"1"}]') } })
    const tooMuch = objectOf({ validate, page, props: { users: rawJson<never[]>(JSON.stringify([user])) } })
    const right = objectOf({ validate, page, props: { users: rawJson<never[]>('[{"name":"Ada","id":1}]') } })

    await expect(wrong).rejects.toMatchObject({ code: 'ASH300' })
    await expect(tooMuch).rejects.toMatchObject({ code: 'ASH304', details: { prop: 'users' } })
    await expect(right).resolves.toMatchObject({ props: { users: [{ id: 1 }] } })
  })
})
