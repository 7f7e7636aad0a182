/** A module whose settings are changed and read, booted alike by every process of the measurement. */
import { behaviour, defineModule, type Given } from 'ashlar'
import { defineSettings } from 'ashlar/contract'
import type { App } from 'ashlar/runtime'
import { z } from 'zod'
import { bootModule } from '../boot-module.ts'

const settings = defineSettings('panel', {
  turn: { schema: z.int().default(0), help: 'how often it was turned', levels: ['system'] },
  name: { schema: z.string().default('nobody'), help: 'the name of a tenant', levels: ['system', 'tenant'] },
})

const panel = { id: 'panel', settings } as const

export interface Panel {
  readonly app: App
  readonly settings: Given<typeof panel>['settings']
}

export async function bootPanel(
  urls: { readonly appUrl: string; readonly ownerUrl: string },
  migrate: boolean,
): Promise<Panel> {
  const given = Promise.withResolvers<Panel['settings']>()
  const start = behaviour<typeof panel>((all) => {
    given.resolve(all.settings)
    return {}
  })
  const definition = defineModule({ ...panel, start: async (): Promise<unknown> => ({ default: start }) })
  const app = await bootModule(definition, urls, { migrate })
  return { app, settings: await given.promise }
}
