/** Texts that a database cannot hold are refused at the door, wherever they stand, and nothing else makes a server fail. */
import { createTestClient, type TestApp, testModules } from '@ashlar/testing'
import { behaviour, defineModule } from 'ashlar'
import { anyone, definePages, defineRoutes, get, page, post } from 'ashlar/contract'
import { sql } from 'ashlar/drizzle'
import { render } from 'ashlar/inertia'
import { describeModule } from 'ashlar/runtime'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'

const Texts = z.object({ text: z.string(), tree: z.unknown().optional() })
const Kept = z.object({ kept: z.unknown() })

const routes = defineRoutes('probe', {
  keep: post('/keep/:name', { can: anyone, body: Texts, query: z.looseObject({}), response: Kept }),
  find: get('/find/:name', { can: anyone, query: z.looseObject({}), response: Kept }),
  file: post('/file', { can: anyone, body: z.object({ file: z.file() }), response: Kept }),
  form: post('/form', { can: anyone, body: z.object({ name: z.string().min(1000) }) }),
  show: get('/show', { can: anyone }),
})
const pages = definePages('probe', { Show: page({}) })
const definition = defineModule({
  id: 'probe',
  routes,
  pages,
  start: async (): Promise<unknown> => ({ default: start }),
})

const start = behaviour<{ readonly id: 'probe'; readonly routes: typeof routes }>(({ db }) => {
  /** What comes in goes to the database, as text and as JSON, and back. */
  async function keep(...values: unknown[]) {
    const texts = values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
    const joined = sql.join(
      texts.map((text) => sql`${text}::text`),
      sql`, `,
    )
    const json = JSON.stringify(values)
    const { rows } = await db.execute<{ kept: unknown }>(sql`select ${json}::jsonb as kept, array[${joined}] as texts`)
    return { kept: rows[0]?.kept }
  }
  return {
    routes: {
      keep: ({ params, query, body, request }) => keep(params.name, query, body, request.cookies),
      find: ({ params, query, request }) => keep(params.name, query, request.cookies),
      file: ({ body }) => keep(body.file.name, body.file.type),
      form: () => render(pages.Show, {}),
      show: () => render(pages.Show, {}),
    },
  }
})

let app: TestApp
beforeAll(async () => {
  app = await testModules([
    {
      manifest: describeModule({ packageName: 'probe', version: '1.0.0' }, definition),
      load: async () => definition,
      migrationsFolder: '',
      localesFolder: '',
    },
  ])
})
afterAll(() => app?.close())

const json = { accept: 'application/json', 'content-type': 'application/json' }

test.each([
  ['U+0000', '{"text":"a\\u0000b"}'],
  ['half a character', '{"text":"a\\ud800b"}'],
  ['half a character, in capitals', '{"text":"a\\uDFFFb"}'],
  ['a name with U+0000', '{"text":"x","tree":{"\\u0000":1}}'],
  ['half a character deep inside', `{"text":"x","tree":${'['.repeat(50_000)}"\\ud800"${']'.repeat(50_000)}}`],
])('a body with %s is refused by name', async (_name, body) => {
  const answer = await app.visitor().call('POST', routes.keep({ name: 'x' }), body, json)
  expect(answer.json()).toMatchObject({ status: 400, code: 'ASH226' })
})

test('a whole character is kept, however it is written', async () => {
  const body = '{"text":"\\ud83e\\udd80 \u{1F980} \\\\ud800 \\\\u0000"}'
  const answer = await app.visitor().call('POST', routes.keep({ name: 'x' }), body, json)
  expect(answer.json<{ kept: unknown[] }>().kept[2]).toEqual({ text: '\u{1F980} \u{1F980} \\ud800 \\u0000' })
})

test.each(['/probe/find/a%00', '/probe/find/x?search=%00', '/probe/find/x?%00=1', '/probe/find/x?search=a%2500'])(
  'an address with U+0000 is refused, one that only looks like it is not: %s',
  async (path) => {
    const { status } = await app.visitor().call('GET', path)
    expect(status).toBe(path.includes('%2500') ? 200 : 400)
  },
)

test.each([
  '/probe/find/%ff',
  '/probe/find/%ed%a0%80',
  '/probe/find/x?search=%ed%a0%80',
  '/probe/find/x?search=%',
  '/%',
])('an address that is no UTF-8 makes nothing fail: %s', async (path) => {
  const { status } = await app.visitor().call('GET', path)
  expect(status).toBeLessThan(500)
})

test('the name of a file is a text like any other', async () => {
  const send = async (name: string) => {
    const answer = await app.app.http.fastify.inject({
      method: 'POST',
      url: routes.file(),
      headers: { accept: 'application/json', 'content-type': 'multipart/form-data; boundary=b' },
      payload: `--b\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/plain\r\n\r\nx\r\n--b--\r\n`,
    })
    return answer.statusCode
  }
  expect(await Promise.all([send('a.txt'), send('a\0.txt'), send('../../%00 ü"')])).toEqual([200, 400, 400])
})

test('a cookie cannot name what a database cannot hold', async () => {
  const client = createTestClient(
    app.app,
    new Map([
      ['ashlar_flash', '%00'],
      ['other', '%00%ed%a0%80'],
    ]),
  )
  expect((await client.open(routes.show())).status).toBe(200)
  expect((await client.call('GET', routes.find({ name: 'x' }))).status).toBeLessThan(500)
})

test('the fields of a refused form come back, whatever their names are', async () => {
  const client = app.visitor()
  const answer = await client.submit('POST', routes.form(), '{"name":"x","\u{1F980}.__proto__":"x"}', {
    referer: `http://localhost${routes.show()}`,
  })
  expect(answer.status).toBe(303)
  const { props } = (await client.visit(routes.show())).page()
  expect(Object.keys(props.errors)).toEqual(['\u{1F980}.__proto__'])
})

test('no text whatever makes the server fail', async () => {
  const unit = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom('\0', '\ud800', '\udfff', '\u{1F980}', '%00', '\\u0000', '__proto__', '\u2028', '"', '\uffff'),
  )
  const texts = fc.array(unit, { maxLength: 4 }).map((parts) => parts.join(''))
  await fc.assert(
    fc.asyncProperty(texts, texts, texts, async (one, two, three) => {
      const address = (path: string) => {
        const [name, key, value] = [one || 'x', two, three].map((text) => encodeURIComponent(text.toWellFormed()))
        return `${path}${name}?${key}=${value}`
      }
      const body = { text: one, tree: [{ [two]: three }] }
      const client = app.visitor()
      const answers = await Promise.all([
        client.call('POST', address('/probe/keep/'), body),
        client.call('GET', address('/probe/find/')),
        client.submit('POST', routes.form(), { [one]: two, name: three }),
      ])
      for (const { status } of answers) expect(status).toBeLessThan(500)
    }),
    { numRuns: 150 },
  )
})
