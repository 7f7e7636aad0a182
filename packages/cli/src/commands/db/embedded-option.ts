/** The option of every command on the database. */
export const embeddedOption = {
  embedded: { type: 'boolean', description: 'Use the embedded PostgreSQL of the app folder, also in production' },
} as const
