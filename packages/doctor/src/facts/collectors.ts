/** Every kind of fact that is read from source files, by the name it has in `Facts`. */
import { addresses } from './addresses.ts'
import { effects } from './effects.ts'
import { environment } from './environment.ts'
import { exports } from './exports.ts'
import { filledTemplates } from './filled-templates.ts'
import { forms } from './forms.ts'
import { given } from './given.ts'
import { heading } from './heading.ts'
import { imports } from './imports.ts'
import { literalTexts } from './literal-texts.ts'
import { lookups } from './lookups.ts'
import { secrets } from './secrets.ts'
import { sql } from './sql.ts'
import { uses } from './uses.ts'
import { values } from './values.ts'
import { visits } from './visits.ts'

export const collectors = {
  imports,
  exports,
  values,
  given,
  effects,
  sql,
  uses,
  addresses,
  forms,
  visits,
  heading,
  lookups,
  filledTemplates,
  literalTexts,
  environment,
  secrets,
}
