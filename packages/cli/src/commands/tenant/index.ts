import { defineCommand } from 'citty'

export const tenant = defineCommand({
  meta: { name: 'ashlar tenant', description: 'Administer tenants: create, list, add-member, suspend, resume' },
  subCommands: {
    create: async () => (await import('./create.ts')).create,
    list: async () => (await import('./list.ts')).list,
    'add-member': async () => (await import('./add-member.ts')).addMember,
    suspend: async () => (await import('./suspend.ts')).suspend,
    resume: async () => (await import('./suspend.ts')).resume,
  },
})
