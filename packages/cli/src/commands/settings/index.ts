import { defineCommand } from 'citty'

export const settings = defineCommand({
  meta: {
    name: 'ashlar settings',
    description: 'See to settings that change while the app runs: list, get, set, unset',
  },
  subCommands: {
    list: async () => (await import('./list.ts')).list,
    get: async () => (await import('./get.ts')).get,
    set: async () => (await import('./set.ts')).set,
    unset: async () => (await import('./unset.ts')).unset,
  },
})
