/**
 * Checks the shape of what a module exports.
 *
 * The types of `defineModule` promise as much, but a contract that imports itself in a circle leaves `undefined` where
 * a service should be, and a module may be written in plain JavaScript.
 */
import { z } from 'zod'
import { isolations } from '../contract/transactions.ts'
import { longestMs } from '../time/longest-ms.ts'
import type { DefinedModule } from './definition.ts'

/** An object or function whose `kind` is this word: how everything that a contract declares is told apart. */
function declared<Kind extends string>(kind: Kind, maker: string) {
  return z.custom<{ readonly kind: Kind }>((value) => isObject(value) && 'kind' in value && value.kind === kind, {
    error: ({ input }) =>
      `expected what ${maker} makes${input === undefined ? ', found undefined: is it imported in a circle?' : ''}`,
  })
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}

const schema = z.custom(
  (value) => isObject(value) && 'safeParse' in value && typeof value.safeParse === 'function',
  'expected a zod schema',
)
const loader = z.custom(
  (value) => typeof value === 'function',
  "expected a function such as () => import('./start.ts')",
)
const service = declared('service', 'service()')
const route = declared('route', 'defineRoutes()').refine(
  (value) => 'options' in value && isObject(value.options) && isAccess((value.options as { can?: unknown }).can),
  'its "can" is neither anyone, signedIn nor a permission',
)

/** A replica takes no writes, and PostgreSQL has no serializable transactions there. */
function mayUseReplica(value: unknown): boolean {
  const { method, options = {} } = value as {
    method?: string
    options?: { replica?: unknown; transaction?: { isolation?: unknown } }
  }
  if (options.replica === undefined || options.replica === false) return true
  return options.replica === true && method === 'GET' && options.transaction?.isolation !== 'serializable'
}

const atLeastOneMs = z.int().min(1).max(longestMs).optional()
const Transaction = z
  .strictObject({
    isolation: z.enum(isolations).optional(),
    statementTimeoutMs: atLeastOneMs,
    lockTimeoutMs: atLeastOneMs,
  })
  .optional()
const JobOptions = z.object({ transaction: Transaction })
const RouteOptions = z.object({ transaction: Transaction, timeoutMs: atLeastOneMs })
const AfterOptions = z.object({ ...RouteOptions.shape, tries: z.int().min(1).optional() })

/** What a declaration says about its transaction and its time reaches PostgreSQL and timers, so that it is looked at beforehand. */
function withOptions<Schema extends z.ZodType>(schema: Schema, options: z.ZodType): Schema {
  return schema.superRefine((value, { addIssue }) => {
    const [issue] = options.safeParse((value as { options?: unknown }).options ?? {}).error?.issues ?? []
    if (issue === undefined) return
    const [option, ...place] = issue.path
    addIssue([`its "${String(option)}"`, ...place, issue.message].join(': '))
  })
}

/** A route that says nothing of who may use it is a problem with a code of its own. */
function isAccess(value: unknown): boolean {
  if (value === undefined) return true
  if (!isObject(value) || !('kind' in value)) return false
  return value.kind === 'anyone' || value.kind === 'signed-in' || (value.kind === 'permission' && 'name' in value)
}

const Definition = z.strictObject({
  kind: z.literal('ashlar-module'),
  id: z.string('expected a text'),
  needs: z.record(z.string(), z.union([service, declared('optional-service', 'optional()')])).optional(),
  offers: z.record(z.string(), service).optional(),
  permissions: z.record(z.string(), declared('permission', 'definePermissions()')).optional(),
  routes: z
    .record(
      z.string(),
      withOptions(route, RouteOptions).refine(
        mayUseReplica,
        'its "replica": only a GET that is not serializable is read from one',
      ),
    )
    .optional(),
  pages: z.record(z.string(), declared('page', 'definePages()')).optional(),
  settings: declared('settings', 'defineSettings()').optional(),
  flags: z.array(declared('flag', 'flag()')).optional(),
  menu: z.array(z.object({ to: route })).optional(),
  publishes: z.array(declared('event', 'event()')).optional(),
  listens: z
    .record(
      z.string(),
      z.union([withOptions(declared('after', 'after()'), AfterOptions), declared('during', 'during()')]),
    )
    .optional(),
  jobs: z.record(z.string(), withOptions(declared('job', 'job()'), JobOptions)).optional(),
  imports: z.record(z.string(), z.object({ file: z.string(), row: schema })).optional(),
  tables: loader.optional(),
  start: loader.optional(),
  fastify: loader.optional(),
})

/** What is wrong with the shape of a definition, each fault with its place: `needs.mail: expected …`. */
export function listDefinitionFaults(definition: DefinedModule): string[] {
  const result = Definition.safeParse(definition)
  return result.success ? [] : result.error.issues.map((issue) => describeIssue(issue))
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const [first] = issue.code === 'invalid_union' ? (issue.errors[0] ?? []) : []
  if (issue.code === 'unrecognized_keys') return `${issue.keys.join(', ')}: no part of a module`
  return `${issue.path.join('.')}: ${(first ?? issue).message}`
}
