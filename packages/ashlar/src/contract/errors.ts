/** What an error may carry besides its sentence. */
export interface AshlarErrorOptions {
  /** Machine-readable facts about the case; never secrets, never personal data. */
  readonly details?: Readonly<Record<string, unknown>>
  readonly cause?: unknown
  /**
   * Whether the sentence is fit for whoever sends a request.
   *
   * @default all but failures of the framework with a status of 5xx: those speak to who runs the app
   */
  readonly isPublic?: boolean
}

const frameworkCode = /^ASH\d{3}$/

/** Marks errors of every copy of this file: an app's server bundle and the command that runs it carry one each. */
const brand = Symbol.for('ashlar.error')

/**
 * An expected error: it has a stable code, an HTTP status, and a sentence that says what happened, where, and what to do next.
 *
 * Anything else that is thrown is a defect and reaches a user as a bare 500 with the request id.
 */
export class AshlarError extends Error {
  static override [Symbol.hasInstance](value: unknown): value is AshlarError {
    return value instanceof Error && brand in value
  }

  override readonly name = 'AshlarError'
  readonly [brand] = true
  readonly code: string
  /** The HTTP status an answer gets when this error ends a request. */
  readonly status: number
  /** The message without the code. */
  readonly sentence: string
  readonly details: Readonly<Record<string, unknown>>
  /** Whether the sentence is fit for whoever sends a request; in production they read a general one otherwise. */
  readonly isPublic: boolean

  constructor(code: string, status: number, sentence: string, options: AshlarErrorOptions = {}) {
    super(`${sentence} [${code}]`, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.status = status
    this.sentence = sentence
    this.details = Object.freeze({ ...options.details })
    this.isPublic = options.isPublic ?? (status < 500 || !frameworkCode.test(code))
  }
}

/** Carries a sentence to the reader of a type error. */
export interface CompileProblem<Sentence extends string> {
  readonly problem: Sentence
}
