/** Decides which database an app uses: the one that its environment names, or the embedded one. */
import { parseAddress } from './connection-url.ts'
import { startEmbeddedPostgres } from './embedded.ts'
import { productionNeedsDatabase } from './errors.ts'
import { type InspectedDatabase, inspectDatabase } from './inspect-database.ts'
import type { StartStep } from './launch.ts'

/** What {@link resolveDatabase} decides by. */
export interface ResolveDatabaseOptions {
  /** The environment: `DATABASE_URL` and `DATABASE_OWNER_URL` are read. An empty value counts as none. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where the embedded database lives, if it comes to that. */
  readonly folder: string
  /**
   * Whether this is production, where the embedded database must be asked for.
   * @default env.NODE_ENV === 'production'
   */
  readonly production?: boolean
  /**
   * Asks for the embedded database by name, in production too. A URL in the environment still goes first.
   * @default false
   */
  readonly embedded?: boolean
  /**
   * The name of the embedded database, made if absent.
   * @default 'app'
   */
  readonly database?: string
  /** Called as each step of starting the embedded server begins. */
  readonly onProgress?: (step: StartStep) => void
}

/** The database to use. */
export interface ResolvedDatabase {
  readonly kind: 'embedded' | 'external'
  /** What the app logs in with. Carries a password. */
  readonly appUrl: string
  /** What migrates. Carries a password. */
  readonly ownerUrl: string
  /** Sentences about what does not hold with these settings; to be shown at boot. */
  readonly warnings: readonly string[]
  /** Says that this process needs the database no longer; the embedded server stops when nobody does. */
  release(): Promise<void>
}

/**
 * Resolves the database of an app, and makes sure that it answers and is new enough.
 *
 * @throws ASH630 in production without one; ASH631 to ASH634 for an external one that is not usable; ASH600 to ASH615 for the embedded one.
 */
export async function resolveDatabase(options: ResolveDatabaseOptions): Promise<ResolvedDatabase> {
  const { env, production = env.NODE_ENV === 'production', embedded = false } = options
  const given = { app: env.DATABASE_URL || undefined, owner: env.DATABASE_OWNER_URL || undefined }
  if (given.app !== undefined || given.owner !== undefined) return resolveExternal(given)
  if (production && !embedded) throw productionNeedsDatabase()
  return resolveEmbedded(options)
}

async function resolveEmbedded({
  folder,
  database = 'app',
  onProgress,
}: ResolveDatabaseOptions): Promise<ResolvedDatabase> {
  const server = await startEmbeddedPostgres({ folder, ...(onProgress ? { onProgress } : {}) })
  try {
    await server.ensureDatabase(database)
  } catch (error) {
    await server.release()
    throw error
  }
  return {
    kind: 'embedded',
    appUrl: server.appUrl(database),
    ownerUrl: server.ownerUrl(database),
    warnings: [],
    release: server.release,
  }
}

async function resolveExternal({
  app,
  owner,
}: {
  app: string | undefined
  owner: string | undefined
}): Promise<ResolvedDatabase> {
  const release = async (): Promise<void> => {}
  if (app !== undefined && owner !== undefined) {
    const [asApp, asOwner] = await Promise.all([inspect(app, 'DATABASE_URL'), inspect(owner, 'DATABASE_OWNER_URL')])
    return { kind: 'external', appUrl: app, ownerUrl: owner, warnings: compare(asApp, asOwner), release }
  }
  const [only, variable, missing] =
    app === undefined
      ? ([owner ?? '', 'DATABASE_OWNER_URL', 'DATABASE_URL'] as const)
      : ([app, 'DATABASE_URL', 'DATABASE_OWNER_URL'] as const)
  await inspect(only, variable)
  const warning =
    `Only ${variable} is set, so the app logs in as the role that owns the tables. An owner is not bound by row-level security and can ` +
    'read and change the tables of every module, so the walls between tenants and between modules hold in code only. ' +
    `Set ${missing} too: DATABASE_URL to a role that owns nothing, DATABASE_OWNER_URL to the role that migrates.`
  return { kind: 'external', appUrl: only, ownerUrl: only, warnings: [warning], release }
}

function inspect(url: string, variable: string): Promise<InspectedDatabase> {
  return inspectDatabase(url, variable, parseAddress(url, variable))
}

function compare(app: InspectedDatabase, owner: InspectedDatabase): readonly string[] {
  const remedy = 'Set DATABASE_URL to a role that owns nothing and is no superuser.'
  const warnings: string[] = []
  if (app.serverStarted !== owner.serverStarted || app.database !== owner.database) {
    warnings.push(
      `DATABASE_URL leads to database "${app.database}" and DATABASE_OWNER_URL to "${owner.database}" on what looks like another server or ` +
        'another database. Migrations would not reach the tables that the app uses. Point both at the same database.',
    )
  }
  if (app.user === owner.user) {
    warnings.push(
      `DATABASE_URL and DATABASE_OWNER_URL log in as the same role "${app.user}". An owner is not bound by row-level security and can read and ` +
        `change the tables of every module, so the walls between tenants and between modules hold in code only. ${remedy}`,
    )
  } else if (app.bypassesPolicies) {
    warnings.push(
      `The role "${app.user}" of DATABASE_URL is a superuser or has BYPASSRLS, so row-level security does not bind it and the walls between ` +
        `tenants hold in code only. ${remedy}`,
    )
  }
  return warnings
}
