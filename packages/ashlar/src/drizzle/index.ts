/** Drizzle, at the one version the framework runs: a module that brought a copy of its own would not fit its handle. */
export * from 'drizzle-orm'
