import { defineCommand } from 'citty'

export const schedules = defineCommand({
  meta: { name: 'ashlar schedules', description: 'Look after schedules: list, show, run, pause, resume' },
  subCommands: {
    list: async () => (await import('./list.ts')).list,
    show: async () => (await import('./show.ts')).show,
    run: async () => (await import('./run.ts')).run,
    pause: async () => (await import('../jobs/change.ts')).pause,
    resume: async () => (await import('../jobs/change.ts')).resume,
  },
})
