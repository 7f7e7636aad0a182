/** The forms that a map can have, and which of them is asked for. */
import { extname } from 'node:path'
import { formatsConflict, formatUnknown } from './errors.ts'

/** `text` is for terminals only; every other form can be a file. */
export type MapFormat = 'text' | 'markdown' | 'mermaid' | 'dot' | 'json' | 'html'
export type FileFormat = Exclude<MapFormat, 'text'>

const endings: Readonly<Record<string, FileFormat>> = {
  '.md': 'markdown',
  '.mmd': 'mermaid',
  '.mermaid': 'mermaid',
  '.dot': 'dot',
  '.gv': 'dot',
  '.json': 'json',
  '.html': 'html',
}

export interface ChooseFormatOptions {
  /** The forms that options name. */
  readonly named: readonly FileFormat[]
  /** The file it is written to or compared with. */
  readonly file: string | undefined
}

/**
 * The form that options and the name of a file ask for together; `text` when they say nothing. Mermaid in a Markdown
 * file is the Markdown form, which holds it.
 *
 * @throws ASH900 when they ask for two, ASH901 when the ending of the file is of none.
 */
export function chooseFormat({ named, file }: ChooseFormatOptions): MapFormat {
  const [first, second] = named
  if (second) throw formatsConflict(named.map((format) => `--${format}`))
  if (file === undefined) return first ?? 'text'
  const byEnding = endings[extname(file).toLowerCase()]
  if (!byEnding && !first) throw formatUnknown(file, Object.keys(endings))
  if (!byEnding || !first || first === byEnding) return first ?? byEnding ?? 'text'
  if (first === 'mermaid' && byEnding === 'markdown') return byEnding
  throw formatsConflict([`--${first}`, file])
}
