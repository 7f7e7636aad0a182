/**
 * Parses a source file, in the cheapest way that this machine allows.
 *
 * The parser hands its tree over as JSON, or as memory that it shares with JavaScript, which takes less than half of the
 * time. For the second way it asks for six gigabytes of address space, of which it touches little. Windows counts all
 * of it as used, and other machines may refuse it: there the first way serves.
 */
import { type ParseResult, type ParserOptions, parseSync, rawTransferSupported } from 'oxc-parser'

export type ParsedSource = Pick<ParseResult, 'program' | 'module' | 'comments' | 'errors'>

/** Known to the parser, and left out of its types. */
type Options = ParserOptions & { readonly experimentalRawTransfer?: boolean }

const sharing: Options = { experimentalRawTransfer: true }
const plain: Options = {}
let options: Options | undefined

/** Parses a file; the ending of its path says which language it is in. */
export function parseSource(path: string, text: string): ParsedSource {
  options ??= canShareMemory() ? sharing : plain
  return parseSync(path, text, options)
}

/** Parses a file in the way that works everywhere. */
export const parsePlainly = (path: string, text: string): ParsedSource => parseSync(path, text)

/** Whether the address space is to be had. Once it is, it is used for file after file. */
function canShareMemory(): boolean {
  if (process.platform === 'win32' || !rawTransferSupported()) return false
  try {
    parseSync('probe.js', '', sharing)
    return true
  } catch {
    return false
  }
}
