import { type Tenant, tenantProvider } from 'ashlar/contract'
import type { App } from 'ashlar/runtime'

/** The parts of a running app that seeding needs. */
export type SeedableApp = Pick<App, 'manifests' | 'runtime' | 'run' | 'findService' | 'listModulesOfTenants'>

/** What came of seeding. */
export interface SeedReport {
  /** The ids of the modules that have data of their own to give. */
  readonly modules: readonly string[]
  /** What they say to whoever seeded, such as how to sign in. */
  readonly facts: readonly string[]
}

/**
 * Lets every module fill itself with its own data, after the modules it needs, each in a transaction of its own. Rows of tenants come last, for one
 * tenant after the other, when it is known which tenants there are.
 */
export async function seedModules(app: SeedableApp): Promise<SeedReport> {
  const ids = app.manifests.map(({ id }) => id)
  const provider = await app.findService(tenantProvider)
  const ofTenants = provider ? await app.listModulesOfTenants() : new Set<string>()
  const outcomes = await seedEach(
    app,
    ids.filter((id) => !ofTenants.has(id)),
    undefined,
  )
  const tenants = provider ? await app.run(() => provider.list()) : []
  for (const tenant of tenants) {
    outcomes.push(
      ...(await seedEach(
        app,
        ids.filter((id) => ofTenants.has(id)),
        tenant,
      )),
    )
  }
  return {
    modules: [...new Set(outcomes.map(({ module }) => module))],
    facts: outcomes.flatMap(({ facts }) => facts),
  }
}

interface Outcome {
  readonly module: string
  readonly facts: readonly string[]
}

async function seedEach(app: SeedableApp, ids: readonly string[], tenant: Tenant | undefined): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const id of ids) {
    const { seed } = (await app.runtime.open(id)).behaviour
    if (!seed) continue
    const facts = await app.run(() => seed({ tenant }), { tenant: tenant?.id })
    outcomes.push({ module: id, facts: facts ?? [] })
  }
  return outcomes
}
