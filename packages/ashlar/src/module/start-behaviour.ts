/** Makes the behaviour of one module, and holds it against its definition. */
import type { JobHandler } from '../contract/jobs.ts'
import type { SeedGiven } from './behaviour.ts'
import type { DefinedModule } from './definition.ts'
import { behaviourIncomplete, startFailed, stopFailed } from './errors.ts'
import type { RouteHandler } from './handler.ts'
import type { ImportHandler } from './imports.ts'

/** A behaviour whose types are no longer known: what a table of modules holds. */
export interface StartedBehaviour {
  readonly routes: Readonly<Record<string, RouteHandler>>
  readonly offers: Readonly<Record<string, unknown>>
  readonly imports: Readonly<Record<string, ImportHandler<never>>>
  readonly listens: Readonly<Record<string, AnyEventHandler>>
  readonly jobs: Readonly<Record<string, JobHandler>>
  // biome-ignore lint/suspicious/noConfusingVoidType: a seed that has nothing to say returns nothing
  readonly seed?: (given: SeedGiven) => Promise<readonly string[] | void>
  readonly stop?: () => Promise<void>
}

/** A handler of whatever event it is for. */
export type AnyEventHandler = (...received: readonly unknown[]) => unknown

type Answers = Partial<StartedBehaviour>

const parts = ['routes', 'offers', 'imports', 'listens', 'jobs'] as const

/**
 * Loads the behaviour of a module and runs it. What it answers is frozen; the services it offers are not.
 *
 * @throws ASH121 when it cannot be loaded or raises, ASH120 when it leaves out what is declared or answers more; it is
 * stopped again then.
 */
export async function startBehaviour(
  definition: DefinedModule,
  given: Readonly<Record<string, unknown>>,
): Promise<StartedBehaviour> {
  const answers = await createAnswers(definition, given)
  const { missing, superfluous } = compare(definition, answers)
  if (missing.length + superfluous.length > 0) {
    await letGo(definition, answers)
    throw behaviourIncomplete(definition.id, missing, superfluous)
  }
  const { routes = {}, offers = {}, imports = {}, listens = {}, jobs = {} } = answers
  return Object.freeze({
    ...answers,
    routes: Object.freeze({ ...routes }),
    offers: Object.freeze({ ...offers }),
    imports: Object.freeze({ ...imports }),
    listens: Object.freeze({ ...listens }),
    jobs: Object.freeze({ ...jobs }),
  })
}

async function letGo({ id }: DefinedModule, answers: Answers): Promise<void> {
  try {
    await answers.stop?.()
  } catch (cause) {
    throw stopFailed([{ module: id, cause }])
  }
}

async function createAnswers(definition: DefinedModule, given: Readonly<Record<string, unknown>>): Promise<Answers> {
  if (!definition.start) return {}
  try {
    const loaded = (await definition.start()) as { readonly default?: unknown }
    if (typeof loaded?.default !== 'function') {
      throw new TypeError('its start file does not export behaviour(…) by default')
    }
    const answers: unknown = await loaded.default(given)
    if (typeof answers !== 'object' || answers === null) throw new TypeError('its behaviour returns nothing')
    return answers
  } catch (cause) {
    throw startFailed(definition.id, cause)
  }
}

interface Difference {
  readonly missing: readonly string[]
  readonly superfluous: readonly string[]
}

function compare(definition: DefinedModule, answers: Answers): Difference {
  const missing: string[] = []
  const superfluous: string[] = []
  for (const part of parts) {
    const declared = Object.keys(definition[part] ?? {})
    const answered = Object.entries(answers[part] ?? {})
      .filter(([, answer]) => answer !== undefined)
      .map(([key]) => key)
    missing.push(...declared.filter((key) => !answered.includes(key)).map((key) => `${part}.${key}`))
    superfluous.push(...answered.filter((key) => !declared.includes(key)).map((key) => `${part}.${key}`))
  }
  return { missing, superfluous }
}
