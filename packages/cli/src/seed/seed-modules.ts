import type { App } from 'ashlar/runtime'

/** The parts of a running app that seeding needs. */
export type SeedableApp = Pick<App, 'manifests' | 'runtime' | 'run'>

/** What came of seeding. */
export interface SeedReport {
  /** The ids of the modules that have data of their own to give. */
  readonly modules: readonly string[]
  /** What they say to whoever seeded, such as how to sign in. */
  readonly facts: readonly string[]
}

/** Lets every module fill itself with its own data, after the modules it needs, each in a transaction of its own. */
export async function seedModules(app: SeedableApp): Promise<SeedReport> {
  const modules: string[] = []
  const facts: string[] = []
  for (const { id } of app.manifests) {
    const { behaviour } = await app.runtime.open(id)
    const { seed } = behaviour
    if (!seed) continue
    const told = await app.run(seed)
    modules.push(id)
    facts.push(...(told ?? []))
  }
  return { modules, facts }
}
