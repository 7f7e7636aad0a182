/** Precognition: a form asks whether its input would be accepted, and nothing is done. Source: laravel-precognition 2. */
import type { InertiaAnswer } from './answer.ts'
import type { Errors } from './form-errors.ts'
import { headerOf, listOf, type VisitRequest } from './inertia-visit.ts'

/**
 * The answer to a form that only asks: 204 when the fields it asks about are in order, else 422 with their messages.
 *
 * `undefined` when the request is no such question; when it is one, its handler must not run. It may ask about some
 * fields only, by their names; `*` stands for one step, such as an index.
 */
export function answerPrecognition(request: VisitRequest, errors: Errors): InertiaAnswer | undefined {
  if (headerOf(request, 'precognition') !== 'true') return undefined
  const patterns = listOf(request, 'precognition-validate-only')?.map((field) => field.split('.'))
  const found = Object.entries(errors)
    .filter(([field]) => !patterns || patterns.some((pattern) => isField(field.split('.'), pattern)))
    .map(([field, message]) => [field, [message].flat()] as const)
  const headers = { precognition: 'true', vary: 'Precognition' }
  if (found.length === 0) {
    return { status: 204, headers: { ...headers, 'precognition-success': 'true' }, body: undefined }
  }
  return {
    status: 422,
    headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ message: found[0]?.[1][0], errors: Object.fromEntries(found) }),
  }
}

/** Whether a field is the one asked about or lies below it. */
function isField(steps: readonly string[], pattern: readonly string[]): boolean {
  return pattern.every((step, index) => (step === '*' ? index < steps.length : step === steps[index]))
}
