import { createHash } from 'node:crypto'
import { isSoftDeletable } from './rules/table-rules.ts'
import { markDeletes } from './sql/mark-deletes.ts'
import { tokenize } from './sql/tokens.ts'
import { assertWithinWall, verbOf, type WallOptions } from './sql/wall.ts'

/** A SQL text that a module may send. */
export interface StatementText {
  /** What is sent: where rows are kept, `DELETE` has become the `UPDATE` that marks them. */
  readonly text: string
  /** What was given; it is sent where rows are to be removed for good. */
  readonly given: string
  /** Its first word, such as `insert`. */
  readonly verb: string
  /** The name it is prepared under, or `undefined` while it is not worth preparing. */
  preparedAs: string | undefined
  uses: number
}

/** How many texts of one module are remembered. */
const textLimit = 2_000
/** A longer text, such as one with a long list of values, is unlikely to come again. */
const longestPreparedText = 10_000

/**
 * The SQL texts a module has sent: each passes the wall once, and is prepared from its second use on.
 *
 * Names come from a hash, so that one text has one name in every process.
 */
export class StatementTexts {
  readonly #wall: WallOptions
  readonly #known = new Map<string, StatementText>()

  constructor(wall: WallOptions) {
    this.#wall = wall
  }

  /** The schemas of the other modules. */
  get otherSchemas(): ReadonlySet<string> {
    return this.#wall.otherSchemas
  }

  /** @throws ASH430 to ASH436, ASH459 to ASH462 and ASH575 when the module may not send the text. */
  use(text: string): StatementText {
    const known = this.#known.get(text) ?? this.#admit(text)
    known.uses++
    if (known.uses === 2 && text.length <= longestPreparedText) known.preparedAs = nameOf(known.text)
    return known
  }

  #admit(text: string): StatementText {
    assertWithinWall(text, this.#wall)
    if (this.#known.size >= textLimit) {
      const [oldest] = this.#known.keys()
      if (oldest !== undefined) this.#known.delete(oldest)
    }
    const admitted: StatementText = {
      text: markDeletesIn(text),
      given: text,
      verb: verbOf(text),
      preparedAs: undefined,
      uses: 0,
    }
    this.#known.set(text, admitted)
    return admitted
  }
}

/** Most statements delete nothing: a look at the text spares reading it a second time. */
function markDeletesIn(text: string): string {
  if (!/delete/i.test(text)) return text
  const result = tokenize(text)
  return result.unclosed === undefined ? markDeletes(text, result.tokens, isSoftDeletable) : text
}

function nameOf(text: string): string {
  return `ashlar_${createHash('sha256').update(text).digest('base64url').slice(0, 24)}`
}
