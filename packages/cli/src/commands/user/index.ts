import { defineCommand } from 'citty'

export const user = defineCommand({
  meta: { name: 'ashlar user', description: 'Administer accounts: create' },
  subCommands: { create: async () => (await import('./create.ts')).create },
})
