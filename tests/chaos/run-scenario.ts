import type { ScenarioResult } from './report.ts'
import type { Scenario, Tier } from './scenario.ts'
import { openWorld } from './world/world.ts'

export interface RunScenarioOptions {
  readonly scenario: Scenario
  readonly tier: Tier
  readonly seed: number
  readonly folder: string
  readonly appFolder: string
  readonly say: (text: string) => void
}

/** Runs one scenario in a world of its own. Never raises: what it throws is its result. */
export async function runScenario(options: RunScenarioOptions): Promise<ScenarioResult> {
  const { scenario, tier, seed, folder, appFolder, say } = options
  const { name, promise } = scenario
  const startedAt = performance.now()
  const end = (result: Pick<ScenarioResult, 'status' | 'figures' | 'reason'>): ScenarioResult => ({
    scenario: name,
    promise,
    seed,
    seconds: (performance.now() - startedAt) / 1000,
    ...result,
  })
  const obstacle = scenario.cannotRun?.()
  if (obstacle !== undefined) return end({ status: 'skipped', figures: [], reason: obstacle })
  say(`… ${name} (seed ${seed})`)
  try {
    await using world = openWorld({ seed, folder, appFolder, say: (text) => say(`  ${name}: ${text}`) })
    const figures = await scenario.run(world, tier)
    const broken = figures.some(({ met, binding }) => binding && !met)
    return end({ status: broken ? 'failed' : 'passed', figures })
  } catch (error) {
    return end({
      status: 'failed',
      figures: [],
      reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })
  }
}
