/** Changes of what a contract declares: routes and who may use them, permissions, settings, pages, events. */
import type { Mutation, Part, Verdict } from './mutation.ts'

const accesses = ['anyone', 'signedIn', 'can.low', 'can.high']

function listAccessMutations(): readonly Mutation[] {
  const strictness = (access: string) => Math.min(accesses.indexOf(access), 2)
  return accesses.flatMap((old) =>
    accesses.map((now): Mutation => {
      const name = `access${accesses.indexOf(old)}to${accesses.indexOf(now)}`
      const verdict: Verdict = old === now ? 'none' : strictness(now) < strictness(old) ? 'minor' : 'major'
      const place = (access: string): Part => ({ route: `${name}: get('/${name}', { can: ${access} })` })
      return { name, about: `for ${old} → for ${now}`, verdict, old: place(old), now: place(now) }
    }),
  )
}

/** Part, text before, text after, verdict; an empty text is an absent part. */
const changes: readonly (readonly [keyof Part, string, string, Verdict])[] = [
  ['route', "NAME: get('/NAME', { can: anyone })", "NAME: post('/NAME', { can: anyone })", 'major'],
  ['route', "NAME: get('/NAME', { can: anyone })", "NAME: get('/NAME-2', { can: anyone })", 'major'],
  ['route', "NAME: get('/NAME/:id', { can: anyone })", "NAME: get('/NAME/:key', { can: anyone })", 'major'],
  ['route', "NAME: get('/NAME', { can: anyone })", '', 'major'],
  ['route', '', "NAME: get('/NAME', { can: anyone })", 'minor'],
  [
    'route',
    "NAME: post('/NAME', { can: anyone })",
    "NAME: post('/NAME', { can: anyone, body: z.object({ a: z.string() }) })",
    'major',
  ],
  [
    'route',
    "NAME: post('/NAME', { can: anyone, body: z.object({ a: z.string() }) })",
    "NAME: post('/NAME', { can: anyone })",
    'major',
  ],
  [
    'route',
    "NAME: get('/NAME', { can: anyone })",
    "NAME: get('/NAME', { can: anyone, query: z.object({ a: z.string().optional() }) })",
    'minor',
  ],
  [
    'route',
    "NAME: get('/NAME', { can: anyone })",
    "NAME: get('/NAME', { can: anyone, query: z.object({ a: z.string() }) })",
    'major',
  ],
  [
    'route',
    "NAME: get('/NAME', { can: anyone, response: z.object({ a: z.string() }) })",
    "NAME: get('/NAME', { can: anyone })",
    'major',
  ],
  [
    'route',
    "NAME: get('/NAME', { can: anyone })",
    "NAME: get('/NAME', { can: anyone, response: z.object({ a: z.string() }) })",
    'minor',
  ],
  [
    'route',
    "NAME: get('/NAME/:id', { can: anyone })",
    "NAME: get('/NAME/:id', { can: anyone, params: { id: z.uuid() } })",
    'major',
  ],
  [
    'route',
    "NAME: get('/NAME/:id', { can: anyone, params: { id: z.uuid() } })",
    "NAME: get('/NAME/:id', { can: anyone })",
    'minor',
  ],
  [
    'route',
    "NAME: get('/NAME', { can: anyone, summary: 'One' })",
    "NAME: get('/NAME', { can: anyone, summary: 'Two' })",
    'none',
  ],
  [
    'route',
    "NAME: post('/NAME', { can: anyone })",
    "NAME: post('/NAME', { can: anyone, bodyLimitBytes: 2_000_000 })",
    'minor',
  ],
  [
    'route',
    "NAME: post('/NAME', { can: anyone })",
    "NAME: post('/NAME', { can: anyone, bodyLimitBytes: 1000 })",
    'major',
  ],
  [
    'route',
    "NAME: post('/NAME', { can: anyone })",
    "NAME: post('/NAME', { can: anyone, bodyLimitBytes: 1_048_576 })",
    'none',
  ],
  ['permission', '', "NAME: 'Do NAME'", 'minor'],
  ['permission', "NAME: 'Do NAME'", '', 'major'],
  ['permission', "NAME: 'Do NAME'", "NAMERenamed: 'Do NAME'", 'major'],
  ['permission', "NAME: 'Do NAME'", "NAME: 'Do NAME, and more'", 'patch'],
  ['setting', '', "NAME: { schema: z.string(), help: 'x' }", 'major'],
  ['setting', '', "NAME: { schema: z.string().default(''), help: 'x' }", 'minor'],
  ['setting', '', "NAME: { schema: z.string().optional(), help: 'x' }", 'minor'],
  ['setting', "NAME: { schema: z.string(), help: 'x' }", '', 'major'],
  [
    'setting',
    "NAME: { schema: z.string().default('a'), help: 'x' }",
    "NAME: { schema: z.string().default('b'), help: 'x' }",
    'minor',
  ],
  [
    'setting',
    "NAME: { schema: z.string().default('a'), help: 'x' }",
    "NAME: { schema: z.string(), help: 'x' }",
    'major',
  ],
  [
    'setting',
    "NAME: { schema: z.string(), help: 'x' }",
    "NAME: { schema: z.string().default('a'), help: 'x' }",
    'minor',
  ],
  [
    'setting',
    "NAME: { schema: z.string(), help: 'x' }",
    "NAME: { schema: z.string(), help: 'x', env: 'OTHER_NAME' }",
    'major',
  ],
  [
    'setting',
    "NAME: { schema: z.string(), help: 'x' }",
    "NAME: { schema: z.string(), help: 'in other words' }",
    'none',
  ],
  [
    'setting',
    "NAME: { schema: z.string(), help: 'x', secret: true }",
    "NAME: { schema: z.string(), help: 'x' }",
    'minor',
  ],
  [
    'setting',
    "NAME: { schema: z.string(), help: 'x' }",
    "NAME: { schema: z.string(), help: 'x', levels: ['tenant'] }",
    'minor',
  ],
  [
    'setting',
    "NAME: { schema: z.string(), help: 'x', levels: ['system', 'tenant'] }",
    "NAME: { schema: z.string(), help: 'x', levels: ['system'] }",
    'major',
  ],
  ['setting', "NAME: { schema: z.int(), help: 'x' }", "NAME: { schema: z.int().min(1), help: 'x' }", 'major'],
  ['setting', "NAME: { schema: z.int().min(1), help: 'x' }", "NAME: { schema: z.int(), help: 'x' }", 'minor'],
  ['page', '', 'NAME: page({ a: z.string() })', 'minor'],
  ['page', 'NAME: page({ a: z.string() })', '', 'major'],
  ['event', '', "event('shop.NAME', { version: 1, payload: z.object({}) })", 'minor'],
  ['event', "event('shop.NAME', { version: 1, payload: z.object({}) })", '', 'major'],
  [
    'event',
    "event('shop.NAME', { version: 1, payload: z.object({}) })",
    "event('shop.NAME', { version: 2, payload: z.object({ a: z.int() }), versions: { 1: { payload: z.object({}), up: () => ({ a: 1 }), down: () => ({}) } } })",
    'minor',
  ],
  [
    'event',
    "event('shop.NAME', { version: 1, payload: z.object({}) })",
    "event('shop.NAME', { version: 2, payload: z.object({}) })",
    'major',
  ],
  ['contract', 'export const NAME = z.object({ a: z.string() })', '', 'major'],
  ['contract', '', 'export const NAME = z.object({ a: z.string() })', 'minor'],
  [
    'contract',
    'export const NAME = z.object({ a: z.string() })',
    'export const NAME = z.object({ a: z.string(), b: z.string() })',
    'major',
  ],
  [
    'contract',
    'export const NAME = z.object({ a: z.string() })',
    'export const NAME = z.object({ a: z.string(), b: z.string().optional() })',
    'minor',
  ],
  ['contract', 'export const NAME = z.object({ a: z.string() })', 'export const NAME = 1', 'major'],
  ['contract', 'export type NAME = string', '', 'major'],
  ['contract', '', 'export type NAME = string', 'minor'],
]

/** A schema with a name, and where it stands; a change of it counts for those who give it, or for those who read it. */
const namedChanges: readonly (readonly [place: string, side: keyof Part, old: string, now: string, Verdict])[] = [
  ['post("/NAME", { can: anyone, body: NAME })', 'route', 'z.string()', 'z.string().optional()', 'minor'],
  ['post("/NAME", { can: anyone, body: NAME })', 'route', 'z.string().optional()', 'z.string()', 'major'],
  ['get("/NAME", { can: anyone, response: NAME })', 'route', 'z.string()', 'z.string().optional()', 'major'],
  ['get("/NAME", { can: anyone, response: z.array(NAME) })', 'route', 'z.string().optional()', 'z.string()', 'minor'],
  ['page({ inner: NAME.nullable() })', 'page', 'z.enum(["a", "b"])', 'z.enum(["a", "b", "c"])', 'major'],
  ['page({ inner: z.array(NAME) })', 'page', 'z.enum(["a", "b"])', 'z.enum(["a"])', 'minor'],
]

function listNamedMutations(): readonly Mutation[] {
  return namedChanges.map(([use, part, old, now, verdict], index): Mutation => {
    const name = `named${index}`
    const place = (field: string): Part => ({
      contract: `export const ${name} = z.object({ a: ${field} })`,
      [part]: `${name}: ${use.replaceAll('NAME', name)}`,
    })
    return { name, about: `${use}: ${old} → ${now}`, verdict, old: place(old), now: place(now) }
  })
}

export function listDeclarationMutations(): readonly Mutation[] {
  const declared = changes.map(([part, old, now, verdict], index): Mutation => {
    const name = `declared${index}`
    const place = (text: string): Part => (text === '' ? {} : { [part]: text.replaceAll('NAME', name) })
    return {
      name,
      about: `${part}: ${old || 'nothing'} → ${now || 'nothing'}`,
      verdict,
      old: place(old),
      now: place(now),
    }
  })
  return [...listAccessMutations(), ...declared, ...listNamedMutations()]
}
