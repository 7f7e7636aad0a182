/** Where something stands in a text. */
export interface Position {
  /** Offset of its first character, in UTF-16 units. */
  readonly start: number
  readonly end: number
  /** Counted from 1. */
  readonly line: number
  /** Counted from 1. */
  readonly column: number
}

export interface Span {
  readonly start: number
  readonly end: number
}

export type Locate = (span: Span) => Position

/** The first character of a file. */
export const startOfFile: Position = { start: 0, end: 0, line: 1, column: 1 }

/** Returns a function that tells the line and column of a span of `text`. */
export function createLocator(text: string): Locate {
  let lineStarts: number[] | undefined
  return ({ start, end }) => {
    lineStarts ??= listLineStarts(text)
    const line = findLine(lineStarts, start)
    return { start, end, line: line + 1, column: start - (lineStarts[line] ?? 0) + 1 }
  }
}

function listLineStarts(text: string): number[] {
  const starts = [0]
  for (let index = text.indexOf('\n'); index !== -1; index = text.indexOf('\n', index + 1)) starts.push(index + 1)
  return starts
}

/** The last line that begins at or before an offset. */
function findLine(lineStarts: readonly number[], offset: number): number {
  let low = 0
  let high = lineStarts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((lineStarts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}
