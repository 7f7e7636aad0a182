/** What only a server can load. */
import type { ImportEdge } from '../../project/import-graph.ts'
import type { Room } from '../../project/project.ts'

const serverDoors =
  /^(?:ashlar(?:\/(?:data|http|runtime|diff|drizzle|inertia)(?:\/.*)?)?|drizzle-orm(?:\/.*)?|drizzle-kit(?:\/.*)?|pg|fastify|@fastify\/.+|@ashlar\/(?:cli|postgres|testing|doctor)(?:\/.*)?)$/

/** Rooms whose files run on the server only. */
const serverRooms: ReadonlySet<Room> = new Set([
  'module',
  'start',
  'routes',
  'actions',
  'data',
  'clients',
  'jobs',
  'settings',
  'tests',
  'testing',
])

/** Why an import cannot be loaded in a browser; `undefined` when it can, as far as can be told. */
export function describeServerOnly({ import: { specifier = '' }, target }: ImportEdge): string | undefined {
  if (target.kind === 'builtin') return 'is part of Node'
  if (serverDoors.test(specifier)) return 'runs on the server only'
  if (target.kind === 'file' && serverRooms.has(target.file.room) && target.file.package.kind === 'module') {
    return `belongs to ${target.file.room}, which runs on the server only`
  }
  return undefined
}
