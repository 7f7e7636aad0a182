/** Numbers as people write them. */

/**
 * Reads a number in the way of a language: `1.234,5` in German is `1,234.5` in English.
 *
 * Spaces are passed over, and so are the marks between thousands where they stand between thousands: `12,50` in English is no
 * number, rather than 1250. `undefined` for nothing, `NaN` for what is no number.
 *
 * @example
 * parseDecimal('1.234,5', 'de') // 1234.5
 */
export function parseDecimal(text: string, language: string): number | undefined {
  const { decimal, group } = findMarks(language)
  const plain = text.replace(/[\s\u00a0\u202f]/g, '')
  if (plain === '') return undefined
  const [whole = '', ...fraction] = plain.split(decimal)
  const parts = whole.split(group)
  if (parts.length > 1 && !isGrouped(parts)) return Number.NaN
  const normal = [parts.join(''), ...fraction].join('.')
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(normal) ? Number(normal) : Number.NaN
}

/** Whether three digits follow the last mark, and two or three each other one, as in India. */
function isGrouped([first = '', ...others]: readonly string[]): boolean {
  const last = others.pop() ?? ''
  return /^[+-]?\d{1,3}$/.test(first) && others.every((part) => /^\d{2,3}$/.test(part)) && /^\d{3}$/.test(last)
}

/** Writes a number for an input: with the decimal mark of the language and without marks between thousands. */
export function formatDecimal(value: number, language: string, digits: number): string {
  return new Intl.NumberFormat(language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: Math.max(digits, 3),
    useGrouping: false,
  }).format(value)
}

function findMarks(language: string): { readonly decimal: string; readonly group: string } {
  const parts = new Intl.NumberFormat(language).formatToParts(12345.6)
  const find = (type: string, fallback: string) => parts.find((part) => part.type === type)?.value ?? fallback
  return { decimal: find('decimal', '.'), group: find('group', ',') }
}
