/** A module whose jobs do to their process what they are told. */
import { behaviour, defineModule, type Given, type ModuleDefinition } from 'ashlar'
import { job } from 'ashlar/contract'
import { describeModule, type ModuleSource } from 'ashlar/runtime'

const declared = job({ retry: { tries: 2, delaySeconds: 1, longestDelaySeconds: 1 } })
const definition = {
  id: 'factory',
  jobs: { exit: declared, loop: declared, eat: declared, wait: declared, nothing: declared },
} as const

/** What a job of the factory does. */
export type Deed = keyof typeof definition.jobs

type FactoryGiven = Given<typeof definition>

/** The module, and the hold of what it is given. */
export function openFactory(): { readonly source: ModuleSource; readonly given: () => FactoryGiven } {
  let held: FactoryGiven | undefined
  const start = behaviour<typeof definition>((given) => {
    held = given
    const job = (what: Deed) => () => perform(what)
    return {
      jobs: { exit: job('exit'), loop: job('loop'), eat: job('eat'), wait: job('wait'), nothing: job('nothing') },
    }
  })
  const defined = defineModule<ModuleDefinition>({ ...definition, start: async () => ({ default: start }) })
  const manifest = describeModule({ packageName: '@test/factory', version: '1.0.0' }, defined)
  return {
    source: { manifest, load: async () => defined, migrationsFolder: '', localesFolder: '' },
    given() {
      if (held === undefined) throw new Error('The factory has not been started.')
      return held
    },
  }
}

async function perform(what: Deed): Promise<void> {
  if (what === 'exit') process.exit(3)
  // Without a pause, so that nothing else of the process runs any more.
  while (what === 'loop');
  const eaten: number[][] = []
  while (what === 'eat') eaten.push(Array.from({ length: 100_000 }, Math.random))
  if (what === 'wait') await new Promise((resolve) => setTimeout(resolve, 1_500))
}
