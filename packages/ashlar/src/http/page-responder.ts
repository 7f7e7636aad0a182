import type { AshlarError } from '../contract/errors.ts'
import type { Reply } from '../module/handler.ts'
import type { DescribeIssue } from './parse-input.ts'
import type { RedirectReply } from './reply.ts'
import type { Answer, Visit } from './visit.ts'

/** A page whose props are known and whose document is not yet written. */
export interface PreparedPage {
  /** Writes the document or the JSON of the page. Holds no database connection. */
  readonly finish: () => Promise<Answer>
}

/** Answers with pages. The HTTP layer knows pages only by this seam; the Inertia bridge stands behind it. */
export interface PageResponder {
  /** The answer for a client whose assets are of another build, or `undefined` when they are current. */
  readonly refuseStale: (visit: Visit) => Answer | undefined
  /** Resolves the props of a page. Runs inside the request's unit of work. */
  readonly prepare: (visit: Visit, reply: Reply) => Promise<PreparedPage>
  /** Says what is wrong with fields, in the language of a visit. */
  readonly describeIssues: (visit: Visit) => DescribeIssue
  /** The messages of fields in the language of a visit, for an answer that is read at once; those that are no keys stay. */
  readonly writeFields: (visit: Visit, fields: Readonly<Record<string, string>>) => Readonly<Record<string, string>>
  readonly redirect: (visit: Visit, reply: RedirectReply) => Promise<Answer>
  /** Shows an error inside the app's shell. */
  readonly showError: (visit: Visit, error: AshlarError) => Promise<Answer>
  /** The answer to a form that only asks whether its input would be accepted, or `undefined` when it asks for more. */
  readonly answerPrecognition: (visit: Visit, fields: Readonly<Record<string, string>>) => Answer | undefined
}
