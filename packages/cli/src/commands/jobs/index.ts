import { defineCommand } from 'citty'

export const jobs = defineCommand({
  meta: {
    name: 'ashlar jobs',
    description: 'Look after jobs: list, show, queues, retry, cancel, discard, pause, resume',
  },
  subCommands: {
    list: async () => (await import('./list.ts')).list,
    show: async () => (await import('./show.ts')).show,
    queues: async () => (await import('./queues.ts')).queues,
    retry: async () => (await import('./change.ts')).retry,
    cancel: async () => (await import('./change.ts')).cancel,
    discard: async () => (await import('./change.ts')).discard,
    pause: async () => (await import('./change.ts')).pause,
    resume: async () => (await import('./change.ts')).resume,
  },
})
