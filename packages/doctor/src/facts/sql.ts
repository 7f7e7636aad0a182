/** The SQL that stands in a file as text: what follows the tag `sql`, and what is given to `sql.raw()`. */
import type { Expression, TemplateLiteral } from 'oxc-parser'
import type { Position } from '../source/position.ts'
import { defineCollector } from './collector.ts'

export interface SqlText {
  /** With `$1` in the place of each value. */
  readonly text: string
  readonly at: Position
}

export const sql = defineCollector<readonly SqlText[], SqlText[]>({
  begin: ({ text }) => (text.includes('sql') ? [] : undefined),
  visit: {
    TaggedTemplateExpression({ tag, quasi }, found, { locate }) {
      if (isSqlTag(tag)) found.push({ text: textOf(quasi), at: locate(quasi) })
    },
    CallExpression({ callee, arguments: [argument] }, found, { locate }) {
      if (callee.type !== 'MemberExpression' || !isSqlTag(callee.object) || argument === undefined) return
      if (callee.property.type !== 'Identifier' || callee.property.name !== 'raw') return
      if (argument.type === 'TemplateLiteral') found.push({ text: textOf(argument), at: locate(argument) })
      if (argument.type === 'Literal' && typeof argument.value === 'string') {
        found.push({ text: argument.value, at: locate(argument) })
      }
    },
  },
  end: (found) => found,
  absent: [],
})

const isSqlTag = (tag: Expression): boolean => tag.type === 'Identifier' && tag.name === 'sql'

function textOf({ quasis }: TemplateLiteral): string {
  return quasis.map(({ value }) => value.cooked ?? value.raw).join(' $1 ')
}
