/** Drizzle's tables and columns for PostgreSQL, at the one version the framework runs. */
export * from 'drizzle-orm/pg-core'
