/** Precognition: a form asks whether its input would be accepted, and nothing is done. Source: laravel-precognition 2. */
import type { InertiaAnswer } from './answer.ts'
import { type Errors, firstMessages } from './form-errors.ts'
import { headerOf, listOf, type VisitRequest } from './inertia-visit.ts'

/** Whether a request only asks if its input would be accepted. Its handler must not run. */
export function isPrecognition(request: VisitRequest): boolean {
  return headerOf(request, 'precognition') === 'true'
}

/**
 * The answer to a form that only asks: 204 when the fields it asks about are in order, else 422 with their messages.
 *
 * `undefined` when the request is no such question.
 */
export function answerPrecognition(request: VisitRequest, errors: Errors): InertiaAnswer | undefined {
  if (!isPrecognition(request)) return undefined
  const asked = listOf(request, 'precognition-validate-only')
  const found = asked === undefined ? errors : selectFields(errors, asked)
  const headers = { precognition: 'true', vary: 'Precognition' }
  if (Object.keys(found).length === 0) {
    return { status: 204, headers: { ...headers, 'precognition-success': 'true' }, body: undefined }
  }
  return {
    status: 422,
    headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ message: Object.values(firstMessages(found))[0], errors: found }),
  }
}

/** The messages of the fields asked about and of what lies below them; `*` stands for one step, such as an index. */
function selectFields(errors: Errors, asked: readonly string[]): Errors {
  const patterns = asked.map((field) => field.split('.'))
  return Object.fromEntries(
    Object.entries(errors).filter(([field]) => {
      const steps = field.split('.')
      return patterns.some((pattern) =>
        pattern.every((step, index) => (step === '*' ? index < steps.length : step === steps[index])),
      )
    }),
  )
}
