/** A small app for the tests of events: a shop that sells, and modules that listen. */
import { type TestApp, type TestAppOptions, testModules } from '@ashlar/testing'
import type { Given } from 'ashlar'
import { event } from 'ashlar/contract'
import type { ModuleSource } from 'ashlar/runtime'
import { z } from 'zod'
import { moduleOf } from '../module-of.ts'

export const sold = event('shop.sold', {
  version: 2,
  payload: z.object({ item: z.string(), cents: z.int() }),
  versions: {
    1: {
      payload: z.object({ item: z.string(), euros: z.number() }),
      up: ({ item, euros }) => ({ item, cents: Math.round(euros * 100) }),
      down: ({ item, cents }) => ({ item, euros: cents / 100 }),
    },
  },
})
export const restocked = event('shop.restocked', { version: 1, payload: z.object({ item: z.string() }) })

const shopDefinition = { id: 'shop', publishes: [sold, restocked] } as const

export type ShopGiven = Given<typeof shopDefinition>

/** The shop, and the hold of what it is given. */
export function openShop(): { readonly source: ModuleSource; readonly given: () => ShopGiven } {
  let given: ShopGiven | undefined
  const source = moduleOf(
    shopDefinition,
    (received) => {
      given = received
      return {}
    },
    `${import.meta.dirname}/migrations`,
  )
  return {
    source,
    given: () => {
      if (given === undefined) throw new Error('The shop has not been started.')
      return given
    },
  }
}

export interface ShopApp extends TestApp {
  readonly shop: ShopGiven
}

/** Boots the shop with modules that listen to it. */
export async function bootShop(
  listeners: readonly ModuleSource[],
  options: Omit<TestAppOptions, 'modules'> = {},
): Promise<ShopApp> {
  const { source, given } = openShop()
  const app = await testModules([source, ...listeners], options)
  return { ...app, shop: given() }
}
