/** Words that stand in JSX itself, where people read them: between tags, and in attributes such as `title`. */
import type { Expression, JSXAttributeItem, JSXChild, JSXElement, JSXExpressionContainer } from 'oxc-parser'
import type { Position } from '../source/position.ts'
import { defineCollector, type ParsedFile } from './collector.ts'

export interface LiteralText {
  /** As it is written, cut short. */
  readonly text: string
  /** The attribute it stands in; `null` between tags. */
  readonly attribute: string | null
  readonly at: Position
}

export interface State {
  readonly found: LiteralText[]
  /** How many of the elements around are ones whose text is not translated. */
  untranslated: number
}

/** Something that is written, before it is known whether it is words. */
interface Written {
  readonly text: string
  readonly attribute: string | null
  readonly start: number
  readonly end: number
}

const readAttributes: ReadonlySet<string> = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'description',
  'hint',
  'label',
  'placeholder',
  'title',
])
/** What stands in these is read by machines, or is the same in every language. */
const untranslatedElements: ReadonlySet<string> = new Set(['code', 'kbd', 'pre', 'samp', 'script', 'style', 'var'])
const address = /\b[a-z][a-z+.-]*:\/\/\S+|\S+@\S+/gi
const entity = /&#?\w+;/g
const word = /\p{L}{2}/u

export const literalTexts = defineCollector<readonly LiteralText[], State>({
  begin: ({ path }) => (path.endsWith('sx') ? { found: [], untranslated: 0 } : undefined),
  visit: {
    JSXElement(element, state, file) {
      if (isUntranslated(element)) state.untranslated += 1
      if (state.untranslated > 0) return
      const { attributes } = element.openingElement
      addWords([...attributes.flatMap(readAttribute), ...element.children.flatMap(readChild)], state, file)
    },
    'JSXElement:exit'(element, state) {
      if (isUntranslated(element)) state.untranslated -= 1
    },
    JSXFragment({ children }, state, file) {
      if (state.untranslated === 0) addWords(children.flatMap(readChild), state, file)
    },
  },
  end: ({ found }) => found,
  absent: [],
})

/** HTML has a word for text that stays as it is: `translate="no"`. */
function isUntranslated({ openingElement: { name, attributes } }: JSXElement): boolean {
  if (name.type === 'JSXIdentifier' && untranslatedElements.has(name.name)) return true
  return attributes.some(
    (attribute) =>
      attribute.type === 'JSXAttribute' &&
      attribute.name.name === 'translate' &&
      attribute.value?.type === 'Literal' &&
      attribute.value.value === 'no',
  )
}

function readAttribute(attribute: JSXAttributeItem): Written[] {
  if (attribute.type !== 'JSXAttribute' || attribute.name.type !== 'JSXIdentifier' || !attribute.value) return []
  const { name } = attribute.name
  const { value } = attribute
  if (!readAttributes.has(name)) return []
  const found = value.type === 'JSXExpressionContainer' ? readContainer(value) : []
  return (value.type === 'Literal' ? readTexts(value) : found).map((each) => ({ ...each, attribute: name }))
}

function readChild(child: JSXChild): Written[] {
  if (child.type === 'JSXExpressionContainer') return readContainer(child)
  if (child.type !== 'JSXText') return []
  const { value, start, end } = child
  const lead = value.length - value.trimStart().length
  return [{ text: value.replace(entity, ' '), attribute: null, start: start + lead, end }]
}

const readContainer = ({ expression }: JSXExpressionContainer): Written[] =>
  expression.type === 'JSXEmptyExpression' ? [] : readTexts(expression)

/** The texts that an expression may give. */
function readTexts(expression: Expression): Written[] {
  const { start, end } = expression
  switch (expression.type) {
    case 'Literal':
      return typeof expression.value === 'string' ? [{ text: expression.value, attribute: null, start, end }] : []
    case 'TemplateLiteral':
      return [{ text: expression.quasis.map(({ value }) => value.raw).join('…'), attribute: null, start, end }]
    case 'ConditionalExpression':
      return [...readTexts(expression.consequent), ...readTexts(expression.alternate)]
    case 'LogicalExpression':
      return [...(expression.operator === '&&' ? [] : readTexts(expression.left)), ...readTexts(expression.right)]
    case 'ParenthesizedExpression':
      return readTexts(expression.expression)
    default:
      return []
  }
}

function addWords(written: readonly Written[], { found }: State, { locate }: ParsedFile): void {
  for (const { attribute, start, end, ...each } of written) {
    const text = each.text.replace(/\s+/g, ' ').trim()
    if (!word.test(text.replace(address, ' '))) continue
    found.push({ text: text.length > 40 ? `${text.slice(0, 39)}…` : text, attribute, at: locate({ start, end }) })
  }
}
