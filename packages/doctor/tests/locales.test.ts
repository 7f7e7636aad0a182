/** Texts as modules write them: what is told of them, and above all what is not. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { diagnose, repair } from '@ashlar/doctor'
import { expect, test } from 'vitest'
import { createFixture, type Fixture } from './fixture.ts'

const source = 'modules/orders/src'

async function findWith(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  await using fixture = await createFixture()
  await writeAll(fixture, files)
  const { findings } = await diagnose({ folder: fixture.folder })
  return findings.map(({ code, message }) => `${code} ${message}`)
}

async function writeAll({ folder }: Fixture, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, source, name), text)
}

/** The files of English alone, with these texts besides those of the base. */
const english = (texts: Readonly<Record<string, unknown>>) => {
  const base = { menu: { list: 'Orders' }, title: 'Orders', count_one: '1', count_other: '{{count}}', again: 'Again' }
  const json = JSON.stringify({ ...base, ...texts })
  return { 'locales/en.json': json, 'locales/de.json': json }
}

const page = (body: string) => `
import { useText } from 'ashlar/react'
export default function Extra({ state, names, rows }) {
  const text = useText('orders')
  ${body}
}
`

test.each([
  ['a beginning', `return text(\`state.\${state}\`)`, { state: { open: 'Open', shipped: 'Shipped' } }],
  ['an end', `return text(\`\${state}.label\`)`, { open: { label: 'Open' } }],
  ['a sum', "return text('state.' + state)", { state: { open: 'Open' } }],
  ['a choice', "return text(state ? 'open' : (rows ?? 'closed'))", { open: 'Open', closed: 'Closed' }],
  ['a variable over names', "return ['open', 'closed'].map((name) => text(name))", { open: 'Open', closed: 'Closed' }],
  ['a variable over fields', 'return Object.keys({ open: 1 }).map((name) => text(name))', { open: 'Open' }],
  ['a column', "return [{ key: 'open', label: (text) => text('label.open') }]", { open: 'Open', label: { open: 'O' } }],
  ['a helper with a template', `return rows.map((row) => show(\`state.\${row}\`))`, { state: { open: 'Open' } }],
  ['a count', "return text('left', { count: 3 })", { left_one: 'One', left_other: 'Some' }],
  ['a count that is spread', "return text('left', { ...state })", { left_one: 'One', left_other: 'Some' }],
  [
    'a count or none',
    "return text('left', { count: 3 }) + text('left')",
    { left: '0', left_one: '1', left_other: '2' },
  ],
  ['a default', "return text('gone', { defaultValue: 'Gone' })", {}],
  ['another namespace', "return text('catalog:fields.name') + text('unknown:key')", {}],
])('a key is found through %s', async (_name, body, texts) => {
  expect(await findWith({ 'pages/extra.tsx': page(body), ...english(texts) })).toEqual([])
})

test.each([
  ["text('titel')", 'No locale of "orders" has a text for the key "titel".'],
  [`text(\`state.\${state}\`)`, 'No text of "orders" has a key that is "state.…".'],
  ["text('menu')", 'No locale of "orders" has a text for the key "menu".'],
  ["text('count')", 'The key "count" of "orders" has plural forms only, and is looked up without a count.'],
  ["text('catalog:fields.weight')", 'No locale of "catalog" has a text for the key "fields.weight".'],
])('%s is a key without a text', async (lookup, message) => {
  expect(await findWith({ 'pages/extra.tsx': page(`return ${lookup}`) })).toEqual([`ASH801 ${message}`])
})

test('a key that a function puts together is known where the function is called', async () => {
  const code = `
const done = (message: string) => ({ flash: { kind: 'success', message: \`orders:flash.\${message}\` } })
function refuse(field: string, key: string) {
  return { [field]: \`orders:errors.\${key}.text\` }
}
export const answers = (name: string) => [done('placed'), done('plased'), done(name), refuse('name', 'taken'), refuse('name', 'long')]
`
  const texts = { flash: { placed: 'Placed' }, errors: { taken: { text: 'Taken' } } }
  expect(await findWith({ 'domain/answers.ts': code, ...english(texts) })).toEqual([
    'ASH801 No locale of "orders" has a text for the key "flash.plased".',
  ])
})

test('what only looks like a key with a namespace is let pass, unless there are texts beside it', async () => {
  const code = `
export const lock = 'orders:place'
export const name = \`orders:\${lock}\`
export const flash = (done: string) => (done ? 'orders:menu.lost' : 'urn:orders:menu.lost')
`
  expect(await findWith({ 'domain/locks.ts': code })).toEqual([
    'ASH801 No locale of "orders" has a text for the key "menu.lost".',
  ])
})

test('words in a component are told of where people read them, and nowhere else', async () => {
  const jsx = `
    <main className="wide open" data-state="is open" title={state ? 'Open it' : undefined}>
      <code>npm start</code> <b translate="no">Northwind <i>Traders</i></b> <input placeholder="name@example.com" />
      {' · '}&nbsp;{names.length}× {state && 'All of them'} {/* words */} {rows.map((row) => text(row))}
      <>Two words</> {\`\${names.length} left\`} {format('long date')}
    </main>`
  expect(await findWith({ 'pages/extra.tsx': page(`return (${jsx})`) })).toEqual([
    'ASH806 "Open it" stands in the attribute title in the component itself.',
    'ASH806 "All of them" stands in the component itself.',
    'ASH806 "Two words" stands in the component itself.',
    'ASH806 "… left" stands in the component itself.',
  ])
})

test('each language has the forms it needs, and those it would take from the first one', async () => {
  const { 'locales/en.json': json } = english({
    left_zero: 'None',
    left_one: 'One',
    left_other: 'Some',
    phone_two: 'Second',
  })
  const other = (texts: object) => JSON.stringify({ ...JSON.parse(json), ...texts })
  const without = (text: string, ...names: readonly string[]) =>
    JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text)).filter(([name]) => !names.includes(name))))
  const looked = page("return text('left', { count: rows.length }) + text('phone_two')")
  const files = { 'pages/extra.tsx': looked, 'locales/en.json': json, 'locales/de.json': json, 'locales/fr.json': json }
  expect(await findWith(files)).toEqual([])
  expect(
    await findWith({
      ...files,
      'locales/de.json': without(json, 'left_zero'),
      'locales/ja.json': without(json, 'left_one', 'count_one'),
      'locales/ar.json': other({ left_two: '', left_few: '', left_many: '' }),
    }),
  ).toEqual([
    'ASH805 The text "count" lacks "count_zero" and "count_two" and "count_few" and "count_many", which ar needs.',
    'ASH805 The text "left" lacks "left_zero", which de needs.',
  ])
})

test('the texts of a translation are held to the first language of the app', async () => {
  await using fixture = await createFixture('ASH803/wrong')
  const config = join(fixture.folder, 'app/app.config.ts')
  await writeFile(config, (await readFile(config, 'utf8')).replace("['en', 'de']", "['de', 'en']"))
  const { findings } = await diagnose({ folder: fixture.folder, only: ['ASH802', 'ASH803'] })
  expect(findings.map(({ place, message }) => `${place.file} ${message}`)).toEqual([
    `${source}/locales/en.json The 2 texts in "archive" are there in de, and not in en.`,
    `${source}/locales/en.json The text "cancel" is there in de, and not in en.`,
    `${source}/locales/en.json The text "cancelled" is there in de, and not in en.`,
    `${source}/locales/en.json The text "menu.archive" is there in de, and not in en.`,
  ])
})

test('what is stale is taken out of a file, and the rest stays as it stands', async () => {
  await using fixture = await createFixture('ASH803/wrong')
  await repair(await diagnose({ folder: fixture.folder, only: ['ASH803'] }))
  expect(await readFile(join(fixture.folder, source, 'locales/de.json'), 'utf8')).toBe(`{
  "menu": { "list": "Bestellungen" },
  "title": "Bestellungen",
  "count_one": "{{count}} Stück",
  "count_other": "{{count}} Stück",
  "again": "Noch einmal bestellen"
}
`)
})

test('a file that is no locale file is told of once, and nothing is concluded from it', async () => {
  expect(await findWith({ 'locales/en.json': '{ "title": "Orders", }' })).toEqual([
    expect.stringMatching(/^ASH800 The locale file modules\/orders\/src\/locales\/en\.json cannot be read: /),
  ])
  expect(await findWith({ 'locales/en.json': '[]' })).toEqual([
    expect.stringMatching(/ the whole is no object of texts\./),
  ])
  expect(await findWith({ 'locales/en_US.json': '{}' })).toEqual([
    'ASH800 "en_US" is no language tag, so that nobody ever sees what is in modules/orders/src/locales/en_US.json.',
  ])
})
