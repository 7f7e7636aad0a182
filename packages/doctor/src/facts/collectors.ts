/** Every kind of fact that is read from source files, by the name it has in `Facts`. */
import { effects } from './effects.ts'
import { exports } from './exports.ts'
import { given } from './given.ts'
import { imports } from './imports.ts'
import { literalTexts } from './literal-texts.ts'
import { lookups } from './lookups.ts'
import { sql } from './sql.ts'
import { values } from './values.ts'

export const collectors = { imports, exports, values, given, effects, sql, lookups, literalTexts }
