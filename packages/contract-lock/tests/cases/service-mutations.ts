/** Generated changes of services: what type changes, times where it stands in a function, within what. */
import type { Mutation, Part, Verdict } from './mutation.ts'
import { createRandom } from './random.ts'

/** Two types, the second of which takes more. */
const widenings: readonly (readonly [string, string])[] = [
  ['string', 'string | number'],
  ["'a'", "'a' | 'b'"],
  ['1', 'number'],
  ['true', 'boolean'],
  ['Item', 'Item | undefined'],
  ['Money', 'Money | null'],
  ['Branded', 'string'],
  ['string[]', 'readonly string[]'],
  ['{ a: string; b: 1 }', '{ a: string; b: number }'],
  ['{ a: string }', '{ a: string | undefined }'],
  ['(text: string | number) => void', '(text: string) => void'],
  ['() => 1', '() => number'],
  ['Tree & { leaf: true }', 'Tree & { leaf: boolean }'],
]

/** What a type may stand in without another verdict. */
const wrappers: readonly ((type: string) => string)[] = [
  (type) => type,
  (type) => `Promise<${type}>`,
  (type) => `(${type})[]`,
  (type) => `{ inner: ${type}; beside: string }`,
  (type) => `readonly [${type}, string]`,
  (type) => `Page<${type}>`,
  (type) => `{ kind: 'with'; inner: ${type} } | { kind: 'without' }`,
]

/** Where the values come from: the module gives them to the consumer, or the other way round. */
const positions: readonly { readonly givenBy: 'module' | 'consumer'; readonly place: (type: string) => string }[] = [
  { givenBy: 'module', place: (type) => `find(id: string): ${type}` },
  { givenBy: 'module', place: (type) => `readonly value: ${type}` },
  { givenBy: 'module', place: (type) => `each(run: (item: ${type}) => void): void` },
  { givenBy: 'consumer', place: (type) => `save(form: ${type}): void` },
  { givenBy: 'consumer', place: (type) => `save(id: string, options?: { form: ${type} }): Promise<void>` },
  { givenBy: 'consumer', place: (type) => `each(run: () => ${type}): void` },
]

function judge(isWider: boolean, givenBy: 'module' | 'consumer'): Verdict {
  return isWider === (givenBy === 'consumer') ? 'minor' : 'major'
}

/** Every change of a type where the module gives and where the consumer does, inside of what chance gives. */
export function listServiceMutations(seed: number): readonly Mutation[] {
  const random = createRandom(seed)
  const pick = <Choice>(choices: readonly [Choice, ...Choice[]] | readonly Choice[], fallback: Choice): Choice =>
    choices[random(choices.length)] ?? fallback
  const mutations: Mutation[] = []
  for (const [small, large] of widenings) {
    for (const isWider of [true, false]) {
      for (const givenBy of ['module', 'consumer'] as const) {
        const position = pick(
          positions.filter((one) => one.givenBy === givenBy),
          positions[0] as (typeof positions)[number],
        )
        const [outer, inner] = [pick(wrappers, String), pick(wrappers, String)]
        const name = `offered${mutations.length}`
        const wrap = (type: string) => position.place(outer(inner(`(${type})`)))
        const part = (type: string): Part => ({
          contract: `export interface I${name} { ${wrap(type)} }\nexport const ${name} = service<I${name}>('${name}')`,
          offer: name,
        })
        const [old, now] = isWider ? [small, large] : [large, small]
        const verdict = judge(isWider, givenBy)
        mutations.push({ name, about: `${wrap(old)} → ${wrap(now)}`, verdict, old: part(old), now: part(now) })
      }
    }
  }
  return mutations
}
