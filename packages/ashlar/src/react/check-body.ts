import { z } from 'zod'
import type { AnyRoute } from '../contract/routes.ts'
import type { Text } from './text.ts'

/** What the route's schema would refuse, by field; `undefined` when it takes the body as it is. */
export function checkBody(route: AnyRoute, body: unknown, text: Text): Record<string, string> | undefined {
  const result = route.options.body?.safeParse(body)
  if (!result || result.success) return undefined
  const fields: Record<string, string> = {}
  for (const issue of result.error.issues) fields[z.core.toDotPath(issue.path)] ??= describe(issue, text)
  return fields
}

const localeKey = /^[a-z][\w-]*:[\w.-]+$/

/** The schema's own message when it names a text of the app, else one for its kind of problem. */
function describe(issue: z.core.$ZodIssue, text: Text): string {
  if (localeKey.test(issue.message)) return text(issue.message)
  return text(`check.${kindOf(issue)}`, { ...limitsOf(issue), defaultValue: issue.message })
}

function kindOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1) return 'missing'
      return `too_small_${issue.origin}`
    case 'too_big':
      return `too_big_${issue.origin}`
    case 'invalid_format':
      return `invalid_${issue.format}`
    case 'invalid_type':
      return issue.input === undefined || issue.input === null || issue.input === '' ? 'missing' : 'invalid_type'
    default:
      return issue.code
  }
}

function limitsOf(issue: z.core.$ZodIssue): { readonly limit?: number } {
  if (issue.code === 'too_small') return { limit: Number(issue.minimum) }
  if (issue.code === 'too_big') return { limit: Number(issue.maximum) }
  return {}
}
