import { defineCommand } from 'citty'

export const flags = defineCommand({
  meta: { name: 'ashlar flags', description: 'See to features that can be switched: list, set, unset, explain' },
  subCommands: {
    list: async () => (await import('./list.ts')).list,
    set: async () => (await import('./set.ts')).set,
    unset: async () => (await import('./unset.ts')).unset,
    explain: async () => (await import('./explain.ts')).explain,
  },
})
