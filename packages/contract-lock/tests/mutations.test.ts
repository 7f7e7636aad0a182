/** Hundreds of changes of contracts whose class is known from how they were made. */
import type { Change, ContractReport } from '@ashlar/contract-lock'
import { expect, test } from 'vitest'
import { listDeclarationMutations } from './cases/declaration-mutations.ts'
import type { Mutation, Part, Verdict } from './cases/mutation.ts'
import { createRandom } from './cases/random.ts'
import { listFieldMutations, listSchemaMutations } from './cases/schema-mutations.ts'
import { listServiceMutations } from './cases/service-mutations.ts'
import { listTypeMutations, typeHelpers } from './cases/type-mutations.ts'
import { compareModules, type ModuleText } from './workspace.ts'

/** Puts all mutations into one contract, on one of their two sides. */
function assemble(mutations: readonly Mutation[], side: 'old' | 'now'): ModuleText {
  const collect = (part: keyof Part, separator: string) =>
    mutations.flatMap((mutation) => mutation[side][part] ?? []).join(separator)
  return {
    contract: [
      `import { anyone, definePages, definePermissions, defineRoutes, defineSettings, event, get, page, post, service, signedIn, typeid } from 'ashlar/contract'`,
      `import { z } from 'zod'`,
      typeHelpers,
      `export const can = definePermissions('shop', { low: 'Low', high: 'High', ${collect('permission', ', ')} })`,
      collect('contract', '\n'),
      `export const routes = defineRoutes('shop', { ${collect('route', ',\n')} })`,
      `export const pages = definePages('shop', { ${collect('page', ',\n')} })`,
      `export const events: readonly unknown[] = [${collect('event', ',\n')}]`,
      `export const settings = defineSettings('shop', { ${collect('setting', ',\n')} })`,
      'void [signedIn, typeid, page, post, service, z]',
    ].join('\n'),
    definition:
      'permissions: contract.can, routes: contract.routes, pages: contract.pages, publishes: contract.events, ' +
      `settings: contract.settings, offers: { ${mutations
        .flatMap((one) => one[side].offer ?? [])
        .map((name) => `${name}: contract.${name}`)
        .join(', ')} }`,
  }
}

function ownChanges({ changes }: ContractReport, { name }: Mutation): readonly Change[] {
  return changes.filter((change) => nameOf(change) === name || nameOf(change) === `${name}Renamed`)
}

function messagesOf(report: ContractReport, mutation: Mutation): string {
  return ownChanges(report, mutation)
    .map((change) => `${change.class}, ${change.message}`)
    .join('; ')
}

/** The heaviest class among the changes that bear the name of a mutation. */
function verdictOf(report: ContractReport, mutation: Mutation): Verdict {
  const own = ownChanges(report, mutation)
  return (['major', 'minor', 'patch'] as const).find((level) => own.some((change) => change.class === level)) ?? 'none'
}

function nameOf({ name }: Change): string {
  return name
    .replace(/^shop\./, '')
    .replace(/@\d+$/, '')
    .replace(/^I(?=service|offered)/, '')
}

/** The order of a contract's parts means nothing, so it differs from seed to seed. */
function shuffle<Item>(items: readonly Item[], seed: number): readonly Item[] {
  const random = createRandom(seed)
  const shuffled = [...items]
  for (let index = shuffled.length - 1; index > 0; index -= 1) {
    const other = random(index + 1)
    ;[shuffled[index], shuffled[other]] = [shuffled[other] as Item, shuffled[index] as Item]
  }
  return shuffled
}

test.each([1, 20261121])('every generated change is called what it is (seed %i)', async (seed) => {
  const mutations = [
    ...listSchemaMutations(seed),
    ...listFieldMutations(),
    ...listServiceMutations(seed),
    ...listTypeMutations(),
    ...listDeclarationMutations(),
  ]
  expect(mutations.length).toBeGreaterThan(200)
  const report = await compareModules(assemble(mutations, 'old'), assemble(shuffle(mutations, seed), 'now'))
  expect(report.surface, JSON.stringify(report.findings)).toBeDefined()
  const wrong = mutations
    .map((mutation) => ({ ...mutation, found: verdictOf(report, mutation) }))
    .filter(({ verdict, found }) => verdict !== found)
    .map(
      (mutation) =>
        `${mutation.name}: ${mutation.about}: is ${mutation.verdict}, was called ${mutation.found}: ${messagesOf(report, mutation)}`,
    )
  expect(wrong).toEqual([])
  const named = new Set(mutations.map(({ name }) => name))
  const strangers = report.changes.filter(
    (change) => !named.has(nameOf(change)) && !named.has(nameOf(change).replace(/Renamed$/, '')),
  )
  expect(strangers).toEqual([])
})
