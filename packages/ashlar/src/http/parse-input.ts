/** Parses what a request brings, by the schemas of its route. */
import { z } from 'zod'
import type { AnyRoute } from '../contract/routes.ts'
import { invalidInput, pageNotFound } from './errors.ts'
import { FormBody } from './form-body.ts'
import { typeTexts } from './type-texts.ts'
import { findUnknownFields } from './unknown-fields.ts'

export interface RawInput {
  readonly path: string
  readonly params: Readonly<Record<string, string | undefined>>
  readonly query: unknown
  readonly body: unknown
}

export interface ParsedInput {
  readonly params: Readonly<Record<string, unknown>>
  readonly query: unknown
  readonly body: unknown
}

/** Says what is wrong with a field, in the words of whoever sent it. */
export type DescribeIssue = (issue: z.core.$ZodIssue, input: unknown) => string

const nothing = Object.freeze({})

/**
 * Parses path parameters, query and body.
 *
 * @throws ASH220 when a path parameter does not fit: there is no such page.
 * @throws ASH225 when query or body break their schema, or the body has fields that the schema does not declare.
 */
export function parseInput(route: AnyRoute, raw: RawInput, describe: DescribeIssue): ParsedInput {
  const { params, query, body } = route.options
  return {
    params: params ? parseParams(params, raw) : raw.params,
    query: query ? parsePart('query', query, raw.query, describe) : nothing,
    body: body ? parseBody(body, raw.body, describe) : undefined,
  }
}

function parseParams(schemas: Readonly<Record<string, z.ZodType | undefined>>, raw: RawInput): Record<string, unknown> {
  const parsed: Record<string, unknown> = { ...raw.params }
  for (const [name, schema] of Object.entries(schemas)) {
    if (!schema) continue
    const result = schema.safeParse(raw.params[name])
    if (!result.success) throw pageNotFound(raw.path)
    parsed[name] = result.data
  }
  return parsed
}

function parseBody(schema: z.ZodType, body: unknown, describe: DescribeIssue): unknown {
  const value = body instanceof FormBody ? typeTexts(schema, body.values) : (body ?? {})
  const unknownFields = findUnknownFields(schema, value)
  if (unknownFields.length > 0) {
    throw invalidInput(
      'body',
      Object.fromEntries(unknownFields.map((field) => [field, 'This field is not known here.'])),
    )
  }
  return parsePart('body', schema, value, describe)
}

function parsePart(part: string, schema: z.ZodType, value: unknown, describe: DescribeIssue): unknown {
  const result = schema.safeParse(value)
  if (!result.success) throw invalidInput(part, listFieldErrors(result.error, value, describe))
  return result.data
}

/** The first message of each field, by its dotted path; a message about the whole stands under the empty name. */
function listFieldErrors(error: z.ZodError, input: unknown, describe: DescribeIssue): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const issue of error.issues) {
    const field = z.core.toDotPath(issue.path)
    fields[field] ??= describe(issue, input)
  }
  return fields
}
