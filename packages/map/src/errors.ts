/** What keeps a map from being drawn, written or checked. */
import { AshlarError } from 'ashlar/contract'

/** The options ask for more than one format. */
export function formatsConflict(formats: readonly string[]): AshlarError {
  return new AshlarError(
    'ASH900',
    500,
    `The map is asked for in two forms at once: ${formats.join(' and ')}. Leave one of them.`,
    { details: { formats } },
  )
}

/** The name of the file says nothing of a format that is known. */
export function formatUnknown(file: string, endings: readonly string[]): AshlarError {
  return new AshlarError(
    'ASH901',
    500,
    `The ending of ${file} is none of a map: ${endings.join(', ')}. Name the file with one of these, or say the form with --mermaid, --dot, --json or --html.`,
    { details: { file } },
  )
}

/** There is no committed map to check. */
export function mapMissing(file: string, command: string): AshlarError {
  return new AshlarError('ASH902', 500, `There is no map at ${file} to check. Run "${command}" and commit the file.`, {
    details: { file },
  })
}

/** The committed map is not the one that the sources give. */
export function mapOutdated(file: string, difference: string, command: string): AshlarError {
  return new AshlarError(
    'ASH903',
    500,
    `The map at ${file} is out of date. ${difference} Run "${command}" and commit the file.`,
    { details: { file } },
  )
}

/** No package is a module. */
export function noModules(folder: string): AshlarError {
  return new AshlarError(
    'ASH904',
    500,
    `There is no module at ${folder} to draw a map of: no package of it, and none that its app depends on, has an "ashlar" field that names its definition. Run the command in an app or a workspace with modules.`,
    { details: { folder } },
  )
}
