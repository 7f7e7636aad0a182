/** Generated changes of schemas: what changes, times where it stands, within what. */
import type { Mutation, Part, Verdict } from './mutation.ts'
import { createRandom } from './random.ts'

/** Whether the new schema takes more values than the old one, fewer, or others. */
type Relation = 'wider' | 'narrower' | 'other' | 'same'

/** Two schemas, the second of which takes more. */
const widenings: readonly (readonly [string, string])[] = [
  ['z.string().max(10)', 'z.string().max(20)'],
  ['z.string().max(10)', 'z.string()'],
  ['z.string().min(3)', 'z.string().min(1)'],
  ['z.string().regex(/^a/)', 'z.string()'],
  ['z.email()', 'z.string()'],
  ['z.iso.date()', 'z.string()'],
  ['z.uuid()', 'z.string()'],
  ["z.enum(['a', 'b'])", "z.enum(['a', 'b', 'c'])"],
  ["z.enum(['a', 'b'])", "z.enum(['c', 'b', 'a'])"],
  ["z.enum(['a', 'b'])", 'z.string()'],
  ["z.literal('a')", "z.enum(['a', 'b'])"],
  ["z.literal('ab')", 'z.string().max(2)'],
  ['z.int()', 'z.number()'],
  ['z.int().min(0)', 'z.int()'],
  ['z.int().min(0)', 'z.int().min(-5)'],
  ['z.number().gt(3)', 'z.number().min(3)'],
  ['z.number().max(9)', 'z.number().max(10)'],
  ['z.number().multipleOf(4)', 'z.number().multipleOf(2)'],
  ['z.string()', 'z.string().nullable()'],
  ['z.int()', 'z.union([z.int(), z.string()])'],
  ['z.literal(true)', 'z.boolean()'],
  ['z.array(z.string()).min(1)', 'z.array(z.string())'],
  ['z.array(z.string()).max(3)', 'z.array(z.string()).max(5)'],
  ['z.array(z.int())', 'z.array(z.number())'],
  ['z.array(z.string())', 'z.array(z.string().nullable())'],
  ['z.record(z.string(), z.int())', 'z.record(z.string(), z.number())'],
  ['z.tuple([z.string(), z.int()])', 'z.tuple([z.string(), z.number()])'],
  ['z.string().refine((text) => text.length % 2 === 0)', 'z.string()'],
  [
    "z.object({ k: z.literal('a') })",
    "z.discriminatedUnion('k', [z.object({ k: z.literal('a') }), z.object({ k: z.literal('b') })])",
  ],
  [
    "z.discriminatedUnion('k', [z.object({ k: z.literal('a'), x: z.int() }), z.object({ k: z.literal('b') })])",
    "z.discriminatedUnion('k', [z.object({ k: z.literal('a'), x: z.number() }), z.object({ k: z.literal('b') })])",
  ],
  ['z.object({ x: z.string() })', 'z.object({ x: z.string().optional() })'],
  ["typeid('ord')", 'z.string()'],
]

const others: readonly (readonly [string, string])[] = [
  ['z.string()', 'z.int()'],
  ['z.string().min(2).max(5)', 'z.string().min(1).max(4)'],
  ['z.string().regex(/^a/)', 'z.string().regex(/^b/)'],
  ["z.enum(['a', 'b'])", "z.enum(['b', 'c'])"],
  ['z.string()', 'z.array(z.string())'],
  ['z.object({ x: z.string() })', 'z.array(z.object({ x: z.string() }))'],
  ['z.object({ x: z.string() })', 'z.object({ y: z.string() })'],
  ["typeid('ord')", "typeid('inv')"],
  ['z.email()', 'z.uuid()'],
  ['z.number().multipleOf(2)', 'z.number().multipleOf(3)'],
]

const sames: readonly (readonly [string, string])[] = [
  ['z.object({ x: z.string(), y: z.int() })', 'z.object({ y: z.int(), x: z.string() })'],
  ["z.enum(['a', 'b'])", "z.enum(['b', 'a'])"],
  ['z.string().max(10)', "z.string().max(10, 'Shorter, please.').describe('A name')"],
  ['z.union([z.string(), z.int()])', 'z.union([z.int(), z.string()])'],
  ['z.string().nullable()', 'z.union([z.null(), z.string()])'],
  ['z.string()', 'z.string().trim()'],
]

interface SchemaChange {
  readonly old: string
  readonly now: string
  readonly relation: Relation
}

const changes: readonly SchemaChange[] = [
  ...widenings.flatMap(([small, large]): SchemaChange[] => [
    { old: small, now: large, relation: 'wider' },
    { old: large, now: small, relation: 'narrower' },
  ]),
  ...others.map(([old, now]): SchemaChange => ({ old, now, relation: 'other' })),
  ...sames.map(([old, now]): SchemaChange => ({ old, now, relation: 'same' })),
]

type Side = 'input' | 'output'

/** Where a schema stands in a contract, and who gives the values. */
const positions: readonly { readonly side: Side; readonly place: (name: string, schema: string) => Part }[] = [
  {
    side: 'input',
    place: (name, schema) => ({ route: `${name}: post('/${name}', { can: anyone, body: ${schema} })` }),
  },
  {
    side: 'input',
    place: (name, schema) => ({ route: `${name}: get('/${name}', { can: anyone, query: ${schema} })` }),
  },
  {
    side: 'output',
    place: (name, schema) => ({ route: `${name}: get('/${name}', { can: anyone, response: ${schema} })` }),
  },
  { side: 'output', place: (name, schema) => ({ page: `${name}: { props: ${schema} }` }) },
  { side: 'output', place: (name, schema) => ({ event: `event('shop.${name}', { version: 1, payload: ${schema} })` }) },
]

/** What a schema may stand in without another verdict. */
const wrappers: readonly ((schema: string) => string)[] = [
  (schema) => schema,
  (schema) => `z.object({ inner: ${schema}, beside: z.string() })`,
  (schema) => `z.array(z.object({ inner: ${schema} }))`,
  (schema) => `z.object({ inner: ${schema} }).nullable()`,
  (schema) => `z.record(z.string(), ${schema})`,
  (schema) =>
    `z.union([z.object({ kind: z.literal('with'), inner: ${schema} }), z.object({ kind: z.literal('without') })])`,
]

function judge(relation: Relation, side: Side): Verdict {
  if (relation === 'same') return 'none'
  return relation === (side === 'input' ? 'wider' : 'narrower') ? 'minor' : 'major'
}

/** Every change of a schema at one input and one output, inside of what chance gives. */
export function listSchemaMutations(seed: number): readonly Mutation[] {
  const random = createRandom(seed)
  const mutations: Mutation[] = []
  for (const { old, now, relation } of changes) {
    for (const side of ['input', 'output'] as const) {
      const fitting = positions.filter((position) => position.side === side)
      const position = fitting[random(fitting.length)] ?? fitting[0]
      const outer = wrappers[random(wrappers.length)] ?? String
      const inner = wrappers[random(wrappers.length)] ?? String
      const name = `schema${mutations.length}`
      const wrap = (schema: string) => `z.object({ field: ${outer(inner(schema))} })`
      if (!position) continue
      mutations.push({
        name,
        about: `${side}: ${wrap(old)} → ${wrap(now)}`,
        verdict: judge(relation, side),
        old: position.place(name, wrap(old)),
        now: position.place(name, wrap(now)),
      })
    }
  }
  return mutations
}

/** Changes of the fields of an object, with their verdicts for who gives it and for who reads it. */
const fieldChanges: readonly (readonly [string, string, Verdict, Verdict])[] = [
  ['', 'x: z.string()', 'major', 'minor'],
  ['', 'x: z.string().optional()', 'minor', 'minor'],
  ['', "x: z.string().default('')", 'minor', 'minor'],
  ['x: z.string()', '', 'major', 'major'],
  ['x: z.string().optional()', '', 'major', 'major'],
  ['x: z.string()', 'x: z.string().optional()', 'minor', 'major'],
  ['x: z.string().optional()', 'x: z.string()', 'major', 'minor'],
  ['x: z.string()', "x: z.string().default('a')", 'minor', 'none'],
  ["x: z.string().default('a')", "x: z.string().default('b')", 'minor', 'none'],
  ["x: z.string().default('a')", 'x: z.string()', 'major', 'none'],
  ['x: z.string().optional()', 'x: z.string().nullish()', 'minor', 'major'],
  ['x: z.number()', 'x: z.coerce.number()', 'minor', 'none'],
  ['x: z.coerce.number()', 'x: z.number()', 'major', 'none'],
  ['x: z.string()', 'y: z.string()', 'major', 'major'],
  ['x: z.string()', 'x: z.string(), y: z.int().optional()', 'minor', 'minor'],
]

/** Every change of a field at every position. */
export function listFieldMutations(): readonly Mutation[] {
  return positions.flatMap(({ side, place }, where) =>
    fieldChanges.map(([old, now, given, read], index): Mutation => {
      const name = `field${where}x${index}`
      const wrap = (fields: string) => `z.object({ ${fields} })`
      return {
        name,
        about: `${side}: { ${old} } → { ${now} }`,
        verdict: side === 'input' ? given : read,
        old: place(name, wrap(old)),
        now: place(name, wrap(now)),
      }
    }),
  )
}
