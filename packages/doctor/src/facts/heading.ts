/**
 * Whether a file makes a heading of the first level: `<h1>`, or an element that is given that name or that role. HTML that
 * is set as text may hold one.
 */
import { defineCollector } from './collector.ts'

const names: ReadonlySet<unknown> = new Set(['h1', 'heading'])

export const heading = defineCollector<boolean, { found: boolean }>({
  begin: ({ text }) => (/\bh1\b|\bh\$\{|heading|dangerouslySetInnerHTML/.test(text) ? { found: false } : undefined),
  visit: {
    JSXOpeningElement({ name }, state) {
      if (name.type === 'JSXIdentifier' && name.name === 'h1') state.found = true
    },
    JSXAttribute({ name }, state) {
      if (name.type === 'JSXIdentifier' && name.name === 'dangerouslySetInnerHTML') state.found = true
    },
    Literal({ value }, state) {
      if (names.has(value)) state.found = true
    },
    TemplateLiteral({ quasis: [first] }, state) {
      if (first?.value.raw === 'h') state.found = true
    },
  },
  end: ({ found }) => found,
  absent: false,
})
