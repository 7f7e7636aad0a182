import type { Figure } from './figures.ts'
import type { World } from './world/world.ts'

/** How much is done: in every run of CI, or before a release. */
export type Tier = 'ci' | 'release'

/** What is said of a scenario. */
export interface ScenarioOptions<Size> {
  /** Kebab-case; what `--only` names. */
  readonly name: string
  /** What is promised, in one line. */
  readonly promise: string
  /** How much is done in each tier; without `ci` it is for releases alone. */
  readonly sizes: { readonly ci?: Size; readonly release: Size }
  /** Why it cannot run here, or `undefined` when it can. */
  readonly cannotRun?: () => string | undefined
  /** Seeds that found something once: each is run again after the run's own. */
  readonly regressions?: readonly number[]
  /** Breaks what it can and tells what came of it. What it leaves to chance comes from `world.random`. */
  readonly run: (world: World, size: Size) => Promise<readonly Figure[]>
}

/** One promise, and what is done to break it. */
export interface Scenario extends Omit<ScenarioOptions<unknown>, 'sizes' | 'run'> {
  readonly tiers: readonly Tier[]
  readonly run: (world: World, tier: Tier) => Promise<readonly Figure[]>
}

/** Declares a scenario. */
export function defineScenario<Size>({ sizes, run, ...said }: ScenarioOptions<Size>): Scenario {
  return {
    ...said,
    tiers: sizes.ci === undefined ? ['release'] : ['ci', 'release'],
    run: (world, tier) => run(world, (tier === 'ci' ? sizes.ci : undefined) ?? sizes.release),
  }
}
