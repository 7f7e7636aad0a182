/** The OpenAPI document of an app: its API routes, which are those that declare a response. Source: OpenAPI 3.1.1. */
import { z } from 'zod'
import type { AnyRoute } from '../contract/routes.ts'

export interface OpenApiOptions {
  readonly title: string
  readonly version: string
  readonly routes: readonly AnyRoute[]
}

/** Describes every route that declares a response. */
export function createOpenApi({ title, version, routes }: OpenApiOptions): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    if (!route.options.response) continue
    const path = route.path.replace(/:([^/]+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describeOperation(route) }
  }
  return { openapi: '3.1.1', info: { title, version }, paths, components: { schemas: { Problem: problem } } }
}

const problem = {
  type: 'object',
  description: 'Problem details, RFC 9457.',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    requestId: { type: 'string' },
    errors: { type: 'object', additionalProperties: { type: 'string' } },
  },
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
}

const refused = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})

function describeOperation({ id, module, path, options }: AnyRoute): object {
  const { summary, body, response, can, query } = options
  return {
    operationId: id,
    tags: [module],
    ...(summary === undefined ? {} : { summary }),
    parameters: [...describePathParameters(path), ...describeQuery(query)],
    ...(body
      ? { requestBody: { required: true, content: { [mediaTypeOf(body)]: { schema: schemaOf(body, 'input') } } } }
      : {}),
    responses: {
      200: {
        description: 'Done.',
        content: { 'application/json': { schema: response ? schemaOf(response, 'output') : {} } },
      },
      ...(body || query ? { 422: refused('The input does not fit; `errors` says which fields.') } : {}),
      ...(can.kind === 'anyone' ? {} : { 401: refused('Sign in first.') }),
      ...(can.kind === 'permission' ? { 403: refused(`Needs the permission "${can.name}".`) } : {}),
    },
  }
}

function describePathParameters(path: string): object[] {
  return [...path.matchAll(/:([^/]+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
}

function describeQuery(query: z.ZodObject | undefined): object[] {
  if (!query) return []
  return Object.entries(query.shape).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema: schemaOf(schema as z.ZodType, 'input'),
  }))
}

/** What JSON Schema cannot say, such as the prefix of an id, is left open. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _dialect, ...described } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return described
}

/** A body with a file travels as a form; any other as JSON. */
function mediaTypeOf(body: z.ZodType): string {
  return JSON.stringify(schemaOf(body, 'input')).includes('"format":"binary"')
    ? 'multipart/form-data'
    : 'application/json'
}
