import { z } from 'zod'
import type { AnyRoute } from '../contract/routes.ts'
import type { Text } from './text.ts'

/** What the route's schema would refuse, by field; `undefined` when it takes the body as it is. */
export function checkBody(route: AnyRoute, body: unknown, text: Text): Record<string, string> | undefined {
  const result = route.options.body?.safeParse(body)
  if (!result || result.success) return undefined
  const fields: Record<string, string> = {}
  for (const issue of result.error.issues) fields[z.core.toDotPath(issue.path)] ??= describe(issue, body, text)
  return fields
}

const localeKey = /^[a-z][\w-]*:[\w.-]+$/

/** The schema's own message when it names a text of the app, else one for its kind of problem. */
function describe(issue: z.core.$ZodIssue, body: unknown, text: Text): string {
  if (localeKey.test(issue.message)) return text(issue.message)
  const kind = isEmpty(valueAt(body, issue.path)) ? 'missing' : kindOf(issue)
  return text(`check.${kind}`, { ...limitsOf(issue), defaultValue: issue.message })
}

function kindOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_small':
    case 'too_big':
      return `${issue.code}_${issue.origin}`
    case 'invalid_format':
      return `invalid_${issue.format}`
    default:
      return issue.code
  }
}

function limitsOf(issue: z.core.$ZodIssue): { readonly limit?: number } {
  if (issue.code === 'too_small') return { limit: Number(issue.minimum) }
  if (issue.code === 'too_big') return { limit: Number(issue.maximum) }
  return {}
}

/** What a field holds that was not filled in. */
function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || (typeof value === 'string' && value.trim() === '') || Number.isNaN(value)
  )
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? value[key as keyof typeof value] : undefined),
    body,
  )
}
