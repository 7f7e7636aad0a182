import { defineCommand } from 'citty'

export const history = defineCommand({
  meta: {
    name: 'ashlar history',
    description: 'See who changed what, and prove that nobody changed that: list, show, verify',
  },
  subCommands: {
    list: async () => (await import('./list.ts')).list,
    show: async () => (await import('./show.ts')).show,
    verify: async () => (await import('./verify.ts')).verify,
  },
})
