import { defineCommand } from 'citty'

export const db = defineCommand({
  meta: { name: 'ashlar db', description: 'Work on the database: diff, migrate, status, reset, seed' },
  subCommands: {
    diff: async () => (await import('./diff.ts')).diff,
    migrate: async () => (await import('./migrate.ts')).migrate,
    status: async () => (await import('./status.ts')).status,
    reset: async () => (await import('./reset.ts')).reset,
    seed: async () => (await import('./seed.ts')).seed,
  },
})
