import { defineCommand } from 'citty'

export const schedules = defineCommand({
  meta: { name: 'ashlar schedules', description: 'Look after schedules: list, pause, resume' },
  subCommands: {
    list: async () => (await import('./list.ts')).list,
    pause: async () => (await import('../jobs/change.ts')).pause,
    resume: async () => (await import('../jobs/change.ts')).resume,
  },
})
