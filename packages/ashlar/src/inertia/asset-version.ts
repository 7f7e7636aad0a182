import type { InertiaAnswer } from './answer.ts'
import { readVisit, type VisitRequest } from './inertia-visit.ts'
import { locationAnswer } from './redirect.ts'

/**
 * The answer for a browser that runs another build: load the address anew. `undefined` when there is nothing to refuse.
 *
 * Only a `GET` of the client's router is ever refused: another method would lose what the user sent. Ask before the
 * session is read, so that flash and errors stay for the document that follows.
 */
export function refuseStaleAssets(request: VisitRequest, version: string | null): InertiaAnswer | undefined {
  if (request.method !== 'GET' || version === null) return undefined
  const visit = readVisit(request)
  if (!visit.inertia || visit.version === version) return undefined
  const answer = locationAnswer(visit.url)
  // By this header the client knows a new build from a redirect, and spares background reloads the page load.
  return { ...answer, headers: { ...answer.headers, 'x-inertia-version': version } }
}
