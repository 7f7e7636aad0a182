/** What is wrong with a field, in the words of the component kit: alike in the browser and on the server. */
import type { z } from 'zod'
import type { TextValues } from './find-text.ts'

/** Looks a text up; `undefined` when there is none. */
export type FindMessage = (key: string, values: TextValues) => string | undefined

const localeKey = /^[a-z][\w-]*:[\w.-]+$/

/**
 * The schema's own message when it names a text of the app, else the kit's for this kind of problem; the schema's plain
 * words where there is neither.
 */
export function describeIssue(issue: z.core.$ZodIssue, body: unknown, find: FindMessage): string {
  if (localeKey.test(issue.message)) return find(issue.message, {}) ?? issue.message
  const value = valueAt(body, issue.path)
  const kind = isEmpty(value) ? 'missing' : Number.isNaN(value) ? 'not_a_number' : kindOf(issue)
  return find(`ui:check.${kind}`, limitsOf(issue)) ?? issue.message
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

function limitsOf(issue: z.core.$ZodIssue): TextValues {
  if (issue.code === 'too_small') return { limit: Number(issue.minimum) }
  if (issue.code === 'too_big') return { limit: Number(issue.maximum) }
  return {}
}

/** What a field holds that was not filled in. */
function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? value[key as keyof typeof value] : undefined),
    body,
  )
}
