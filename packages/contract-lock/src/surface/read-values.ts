/** What a loaded contract declares: everything of a surface but its types. */
import type { ModuleDefinition } from 'ashlar'
import {
  type AnyRoute,
  type EventDeclaration,
  type Page,
  type Permission,
  type Setting,
  settingVariable,
} from 'ashlar/contract'
import { getTableConfig, PgTable } from 'ashlar/drizzle/pg-core'
import { z } from 'zod'
import type { JsonSchema, Surface } from '../lock/lock.ts'
import { sortRecord } from '../sorted.ts'
import { createSchemaDescriber, type SchemaDescriber } from './describe-schema.ts'
import type { LoadedContract } from './load-contract.ts'

/** The parts of a surface that are known without its types. */
export type ValueSurface = Omit<Surface, 'exports' | 'services' | 'imports' | 'types' | 'package'>

/** Reads the declared parts of a contract. */
export async function readValues({ definition, values }: LoadedContract): Promise<ValueSurface> {
  const describer = createSchemaDescriber(listSchemas(values))
  const permissions = Object.values(definition.permissions ?? {}) as readonly Permission[]
  const routes = Object.entries(definition.routes ?? {}) as readonly (readonly [string, AnyRoute])[]
  const pages = Object.entries(definition.pages ?? {}) as readonly (readonly [string, Page])[]
  const events = definition.publishes ?? []
  return {
    module: definition.id,
    offers: Object.values(definition.offers ?? {})
      .map(({ name }) => name)
      .toSorted(),
    needs: Object.values(definition.needs ?? {})
      .flatMap((need) => (need.kind === 'service' ? need.name : []))
      .toSorted(),
    permissions: sortRecord(Object.fromEntries(permissions.map(({ name, label }) => [name, label]))),
    events: sortRecord(
      Object.fromEntries(
        events
          .flatMap(listVersions)
          .map(({ name, version, payload }) => [`${name}@${version}`, describer.describe(payload, 'output')]),
      ),
    ),
    settings: sortRecord(describeSettings(definition, describer)),
    routes: sortRecord(Object.fromEntries(routes.map(([key, route]) => [key, describeRoute(route, describer)]))),
    pages: sortRecord(Object.fromEntries(pages.map(([key, { props }]) => [key, describer.describe(props, 'output')]))),
    tables: sortRecord(await describeTables(definition)),
    // Last, for it describes what the parts above refer to.
    schemas: sortRecord(describer.describeNamed()),
  }
}

/** An event in each version that its handlers may ask for. */
function listVersions({ name, version, payload, versions }: EventDeclaration) {
  const older = Object.entries(versions).map(([number, then]) => ({ name, version: Number(number), ...then }))
  return [...older, { name, version, payload }]
}

/** The schemas that a contract exports, by name. */
function listSchemas(values: Readonly<Record<string, unknown>>): Record<string, z.ZodType> {
  return sortRecord(
    Object.fromEntries(Object.entries(values).filter((entry): entry is [string, z.ZodType] => isSchema(entry[1]))),
  )
}

/** Told by what every copy of zod 4 gives its schemas. */
function isSchema(value: unknown): value is z.ZodType {
  return typeof value === 'object' && value !== null && '_zod' in value
}

function describeRoute({ method, path, options }: AnyRoute, describer: SchemaDescriber): Surface['routes'][string] {
  const { can, params, query, body, response, bodyLimitBytes, timeoutMs } = options
  const given = Object.entries({ ...params }).filter((entry): entry is [string, z.ZodType] => entry[1] !== undefined)
  const parts: { readonly [Part in 'params' | 'query' | 'body' | 'response']?: JsonSchema } = {
    ...(given.length > 0 ? { params: describer.describe(z.object(Object.fromEntries(given)), 'input') } : {}),
    ...(query ? { query: describer.describe(query, 'input') } : {}),
    ...(body ? { body: describer.describe(body, 'input') } : {}),
    ...(response ? { response: describer.describe(response, 'output') } : {}),
  }
  return {
    method,
    path,
    access: can === undefined ? 'none' : can.kind === 'permission' ? can.name : can.kind,
    ...parts,
    ...(bodyLimitBytes === undefined ? {} : { bodyLimitBytes }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  }
}

function describeSettings({ settings }: ModuleDefinition, describer: SchemaDescriber): Surface['settings'] {
  if (!settings) return {}
  const entries = Object.entries(settings.declarations) as readonly (readonly [string, Setting])[]
  return Object.fromEntries(
    entries.map(([name, setting]) => {
      const { default: initial, ...schema } = describer.describe(setting.schema, 'input')
      const described = {
        env: settingVariable(settings.module, name, setting.env),
        required: !setting.schema.safeParse(undefined).success,
        // What is the value of a secret by default is nobody's business but the module's.
        ...(initial === undefined || setting.secret ? {} : { default: initial }),
        secret: setting.secret ?? false,
        ...(setting.levels === undefined || setting.levels.length === 0 ? {} : { levels: setting.levels.toSorted() }),
        schema,
      }
      return [name, described]
    }),
  )
}

async function describeTables({ tables }: ModuleDefinition): Promise<Surface['tables']> {
  const exported = tables ? Object.values(await tables()) : []
  return Object.fromEntries(
    exported
      .filter((value): value is PgTable => value instanceof PgTable)
      .map((table) => {
        const { name, columns } = getTableConfig(table)
        const described = columns.map((column) => [
          column.name,
          [
            column.getSQLType(),
            column.notNull ? 'not null' : '',
            column.primary ? 'primary key' : '',
            column.hasDefault ? 'default' : '',
          ]
            .filter((word) => word !== '')
            .join(' '),
        ])
        return [name, sortRecord(Object.fromEntries(described))]
      }),
  )
}
