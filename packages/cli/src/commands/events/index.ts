import { defineCommand } from 'citty'

export const events = defineCommand({
  meta: { name: 'ashlar events', description: 'See to events: list, show, retry, replay, discard, pause, resume' },
  subCommands: {
    list: async () => (await import('./list.ts')).list,
    show: async () => (await import('./show.ts')).show,
    retry: async () => (await import('./retry.ts')).retry,
    replay: async () => (await import('./replay.ts')).replay,
    discard: async () => (await import('./discard.ts')).discard,
    pause: async () => (await import('./pause.ts')).pause,
    resume: async () => (await import('./resume.ts')).resume,
  },
})
