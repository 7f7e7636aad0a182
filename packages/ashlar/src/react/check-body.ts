import { z } from 'zod'
import type { AnyRoute } from '../contract/routes.ts'
import { describeIssue } from '../i18n/describe-issue.ts'
import type { Text } from './text.ts'

/** What the route's schema would refuse, by field; `undefined` when it takes the body as it is. */
export function checkBody(route: AnyRoute, body: unknown, text: Text): Record<string, string> | undefined {
  const result = route.options.body?.safeParse(body)
  if (!result || result.success) return undefined
  const fields: Record<string, string> = {}
  for (const issue of result.error.issues) {
    fields[z.core.toDotPath(issue.path)] ??= describeIssue(issue, body, (key, values) =>
      text(key, { ...values, defaultValue: issue.message }),
    )
  }
  return fields
}
