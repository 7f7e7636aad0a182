/** Changes of types and services, judged by who reads and who gives. */
import type { Mutation, Part, Verdict } from './mutation.ts'

/** Members of a service before and after, with the verdict for a service that its own module offers and for one it leaves to others. */
const serviceChanges: readonly (readonly [string, string, Verdict, Verdict])[] = [
  ['find(id: string): number', 'find(id: string): number; list(): string[]', 'minor', 'major'],
  ['find(id: string): number; list(): string[]', 'find(id: string): number', 'major', 'major'],
  ['find(id: string): number', 'find(id: string | number): number', 'minor', 'major'],
  ['find(id: string | number): number', 'find(id: string): number', 'major', 'major'],
  ['find(id: string): number', 'find(id: string): number | undefined', 'major', 'major'],
  ['find(id: string): number | undefined', 'find(id: string): number', 'minor', 'major'],
  ['find(id: string): number', 'find(id: string, deep?: boolean): number', 'minor', 'minor'],
  ['find(id: string): number', 'find(id: string, deep: boolean): number', 'major', 'major'],
  ['find(id: string, deep: boolean): number', 'find(id: string): number', 'major', 'major'],
  ['find(id: string): number', 'find(id: string): Promise<number>', 'major', 'major'],
  ['find(id: string): Item', 'find(id: string): Item & { extra: string }', 'minor', 'major'],
  ['find(): { a: string; b?: string }', 'find(): { a: string }', 'major', 'major'],
  ['find(): { a: string }', 'find(): { a: string; b?: string }', 'minor', 'minor'],
  ['find(): { a: string; b: string }', 'find(): { a: string; b?: string }', 'major', 'major'],
  ['find(): { a: string; b?: string }', 'find(): { a: string; b: string }', 'minor', 'major'],
  ['save(form: { a: string }): void', 'save(form: { a: string; b?: string }): void', 'minor', 'minor'],
  ['save(form: { a: string }): void', 'save(form: { a: string; b: string }): void', 'major', 'major'],
  ['save(form: { a: string; b?: string }): void', 'save(form: { a: string }): void', 'major', 'major'],
  ['save(form: { a: string; b: string }): void', 'save(form: { a: string; b?: string }): void', 'minor', 'major'],
  ['list(): string[]', 'list(): readonly string[]', 'major', 'major'],
  ['list(): readonly string[]', 'list(): string[]', 'minor', 'major'],
  ['list(ids: string[]): void', 'list(ids: readonly string[]): void', 'minor', 'major'],
  ['list(ids: readonly string[]): void', 'list(ids: string[]): void', 'major', 'major'],
  ["state(): 'open'", "state(): 'open' | 'closed'", 'major', 'major'],
  ["state(): 'open' | 'closed'", "state(): 'open'", 'minor', 'major'],
  ["set(state: 'open'): void", "set(state: 'open' | 'closed'): void", 'minor', 'major'],
  ["set(state: 'open' | 'closed'): void", "set(state: 'open'): void", 'major', 'major'],
  ["state(): 'open' | 'closed'", "state(): 'closed' | 'open'", 'none', 'none'],
  ['one(): string; two(): string', 'two(): string; one(): string', 'none', 'none'],
  ['find(id: string): number', '/** Finds it. */ find(id: string): number', 'none', 'none'],
  ['find(id: string): number', 'find(key: string): number', 'none', 'none'],
  ['find(id: string): number', 'find: (id: string) => number', 'none', 'none'],
  ['get<T>(value: T): T', 'get<Value>(value: Value): Value', 'none', 'none'],
  ['get<T>(value: T): T', 'get<T>(value: T): T | undefined', 'major', 'major'],
  ['each(run: (item: string) => void): void', 'each(run: (item: string | number) => void): void', 'major', 'major'],
  ['each(run: (item: string | number) => void): void', 'each(run: (item: string) => void): void', 'minor', 'major'],
  ['find(id: string): number', 'find(id: string): number; find(id: number): number', 'minor', 'major'],
  ['find(id: string): Item', 'find(id: string): { id: string; count: number; note?: string }', 'none', 'none'],
  ['find(id: string): unknown', 'find(id: string): any', 'minor', 'major'],
  ['readonly size: number', 'readonly size: string', 'major', 'major'],
  ['tree(): Tree', 'tree(): Tree & { leaf: boolean }', 'minor', 'major'],
  ['find(id: string, deep?: boolean): number', 'find(id: string): number', 'major', 'major'],
  ['log(one: string, two: string): void', 'log(...all: string[]): void', 'minor', 'minor'],
  ['log(...all: string[]): void', 'log(one: string): void', 'major', 'major'],
  ['each(run: (item: string) => void): void', 'each(run: (item: string, at: number) => void): void', 'minor', 'major'],
  ['each(run: (item: string, at: number) => void): void', 'each(run: (item: string) => void): void', 'major', 'major'],
  ['find(): { a: string }', 'find(): { readonly a: string }', 'major', 'major'],
  ['find(): { readonly a: string }', 'find(): { a: string }', 'minor', 'minor'],
  ['find(): any', 'find(): any; list(): string[]', 'minor', 'major'],
  ['find(): any', 'find(): string', 'major', 'major'],
  ['find(): string', 'find(): any', 'major', 'major'],
  ["find(): { k: 'a'; x: 1 } | { k: 'b'; y: 1 }", "find(): { k: 'a'; x: 1 }", 'minor', 'major'],
  ["find(): { k: 'a'; x: 1 }", "find(): { k: 'a'; x: 1 } | { k: 'b'; y: 1 }", 'major', 'major'],
  ["find(): { k: 'a'; x?: 1 } | { k: 'b'; x?: 1 }", "find(): { k: 'a'; x?: 1 } | { k: 'b' }", 'major', 'major'],
  ['find(): { a: { x?: 1 }; b: { x?: 1 } }', 'find(): { a: { y?: 1 }; b: { x?: 1 } }', 'major', 'major'],
  ['list(): Page<{ a: string; b?: string }>', 'list(): Page<{ a: string }>', 'major', 'major'],
  ['list(): Page<{ a: string }>', 'list(): Page<{ a: string; b?: string }>', 'minor', 'minor'],
  ['list(): Page<{ a: string }>', 'list(): { items: { a: string }[]; total: number }', 'none', 'none'],
  ['list(): Promise<readonly Item[]>', 'list(): Promise<readonly (Item & { b?: 1 })[]>', 'minor', 'minor'],
  ['save(form: { a: string }): void', 'save(form: unknown): void', 'minor', 'major'],
  ['find(): { a?: string }', 'find(): {}', 'major', 'major'],
  ['price(): Money', 'price(): Money; list(): string[]', 'minor', 'major'],
  ['id(): Branded', 'id(): Branded; list(): string[]', 'minor', 'major'],
  ['id(): Branded', 'id(): string', 'major', 'major'],
  ['id(given: string): void', 'id(given: Branded): void', 'major', 'major'],
]

/** Exported types that come from no schema: some make their values, some read them. */
const typeChanges: readonly (readonly [string, string, Verdict])[] = [
  ['interface NAME { a: string }', 'interface NAME { a: string; b: string }', 'major'],
  ['interface NAME { a: string }', 'interface NAME { a: string; b?: string }', 'minor'],
  ['interface NAME { a: string; b?: string }', 'interface NAME { a: string }', 'major'],
  ['interface NAME { a: string }', 'type NAME = { a: string }', 'none'],
  ['interface NAME { a: string; b: number }', 'interface NAME { b: number; a: string }', 'none'],
  ["type NAME = 'a' | 'b'", "type NAME = 'a' | 'b' | 'c'", 'major'],
  ["type NAME = 'a' | 'b'", "type NAME = 'a'", 'major'],
  ["type NAME = 'a' | 'b'", "type NAME = 'b' | 'a'", 'none'],
  ['type NAME<T> = { value: T }', 'type NAME<T> = { value: T; more?: T }', 'minor'],
  ['type NAME<T> = { value: T }', 'type NAME<T> = { value: T | null }', 'major'],
  ['interface NAME<T> { value: T }', 'interface NAME<T> { readonly value: T; more: T }', 'major'],
  ['type NAME = string', 'type NAME = Uppercase<string>', 'major'],
  ['type NAME = Item', 'type NAME = { count: number; id: string; note?: string }', 'none'],
  ['interface NAME<T extends Item> { value: T }', 'interface NAME<T extends Item> { value: T; more?: T }', 'minor'],
  [
    'interface NAME<T extends { id: string; count: number }> { value: T }',
    'interface NAME<T extends { id: string; count: number }> { value: T; more?: T }',
    'minor',
  ],
  ['interface NAME<T extends Item> { value: T }', 'interface NAME<T extends Tree> { value: T }', 'major'],
  ['interface NAME<T> { value: T }', 'interface NAME<T, More> { value: T; more?: More }', 'major'],
  ['interface NAME extends Item { a: string }', 'interface NAME extends Item { a: string; b?: string }', 'minor'],
  ['interface NAME extends Item { a: string }', 'interface NAME { a: string; id: string; count: number }', 'major'],
  ['type NAME = Money', 'type NAME = Money | undefined', 'major'],
  ['type NAME = { tree: Tree }', 'type NAME = { tree: Tree; more?: Tree }', 'minor'],
  ['type NAME = z.output<typeof sNAMEa>', 'type NAME = z.output<typeof sNAMEb>', 'minor'],
  ['type NAME = z.output<typeof sNAMEb>', 'type NAME = z.output<typeof sNAMEa>', 'major'],
  ['type NAME = z.input<typeof sNAMEa>', 'type NAME = z.input<typeof sNAMEb>', 'major'],
  ['type NAME = z.input<typeof sNAMEa>', 'type NAME = z.input<typeof sNAMEc>', 'minor'],
  ['type NAME = z.output<typeof sNAMEa>', 'type NAME = z.output<typeof sNAMEd>', 'major'],
]

/** Exported values that are no declaration, classes among them. */
const valueChanges: readonly (readonly [string, string, Verdict])[] = [
  ['const NAME: number = 50', 'const NAME: number = 60', 'none'],
  ['const NAME = 50 as number | string', 'const NAME = 50 as number', 'minor'],
  ['const NAME = 50 as number', 'const NAME = 50 as number | string', 'major'],
  [
    'const NAME = (text: string): number => text.length',
    'const NAME = (text: string | number): number => Number(text)',
    'minor',
  ],
  [
    'const NAME = (text: string): number => text.length',
    'const NAME = (text: string, more: number): number => text.length + more',
    'major',
  ],
  [
    'function NAME(): { a: string } { return { a: "" } }',
    'function NAME(): { a: string; b: string } { return { a: "", b: "" } }',
    'minor',
  ],
  [
    'function NAME(): { a: string; b: string } { return { a: "", b: "" } }',
    'function NAME(): { a: string } { return { a: "" } }',
    'major',
  ],
]

const classChanges: readonly (readonly [string, string, Verdict])[] = [
  ['class NAME { a = "" }', 'class NAME { a = ""; b?: string }', 'minor'],
  ['class NAME { a = ""; b?: string }', 'class NAME { a = "" }', 'major'],
  ['class NAME { #a = 1 }', 'class NAME { #b = 2 }', 'none'],
  ['class NAME { a(x: string | number): void { void x } }', 'class NAME { a(x: string): void { void x } }', 'major'],
  [
    'class NAME { constructor(a: string) { void a } }',
    'class NAME { constructor(a: string, b: string) { void [a, b] } }',
    'major',
  ],
  [
    'class NAME { constructor(a: string) { void a } }',
    'class NAME { constructor(a: string | number) { void a } }',
    'minor',
  ],
]

export function listTypeMutations(): readonly Mutation[] {
  const services = serviceChanges.flatMap(([old, now, own, port], index): Mutation[] =>
    ([true, false] as const).map((offered) => {
      const name = `service${index}${offered ? 'own' : 'port'}`
      const place = (members: string): Part => ({
        contract: `export interface I${name} { ${members} }\nexport const ${name} = service<I${name}>('${name}')`,
        ...(offered ? { offer: name } : {}),
      })
      return {
        name,
        about: `${offered ? 'own' : 'port'}: ${old} → ${now}`,
        verdict: offered ? own : port,
        old: place(old),
        now: place(now),
      }
    }),
  )
  const declared = [...typeChanges, ...valueChanges, ...classChanges].map(([old, now, verdict], index): Mutation => {
    const name = `Type${index}`
    const schemas = [
      `const s${name}a = z.object({ a: z.string() })`,
      `const s${name}b = z.object({ a: z.string(), b: z.int() })`,
      `const s${name}c = z.object({ a: z.string(), b: z.int().optional() })`,
      `const s${name}d = z.object({ a: z.string().nullable() })`,
    ]
    const place = (text: string): Part => ({
      contract: `${schemas.join('\n')}\nexport ${text.replaceAll('NAME', name)}`,
    })
    return { name, about: `${old} → ${now}`, verdict, old: place(old), now: place(now) }
  })
  return [...services, ...declared]
}

/** What the types above are made of. */
export const typeHelpers = [
  'interface Item { id: string; count: number; note?: string }',
  'interface Tree { name: string; children: Tree[] }',
  'interface Page<Row> { items: Row[]; total: number }',
  'class Money { readonly #cents: number = 1; get cents(): number { return this.#cents } }',
  'declare const brand: unique symbol',
  'type Branded = string & { readonly [brand]: true }',
].join('\n')
