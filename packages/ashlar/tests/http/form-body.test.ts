/** Bodies that forms send: files, texts that become what the schema asks for, and nonsense. */
import { type TestApp, testModules } from '@ashlar/testing'
import { behaviour, defineModule } from 'ashlar'
import { anyone, defineRoutes, post, put } from 'ashlar/contract'
import { redirectTo } from 'ashlar/http'
import { describeModule } from 'ashlar/runtime'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'

const Line = z.object({ quantity: z.int(), gift: z.boolean().default(false) })
const Upload = z.object({
  title: z.string().min(1),
  note: z.string().nullable().default(null),
  amount: z.int().optional(),
  lines: z.array(Line).default([]),
  picture: z.file().max(2000).mime(['image/png', 'text/plain']),
  more: z.array(z.file()).default([]),
})

const routes = defineRoutes('probe', {
  upload: put('/upload', {
    can: anyone,
    body: Upload,
    response: z.object({ read: z.unknown(), picture: z.string(), more: z.array(z.string()) }),
    bodyLimitBytes: 5000,
  }),
  echo: post('/echo', { can: anyone, body: z.object({ text: z.string() }), response: z.object({ text: z.string() }) }),
  away: post('/away', { can: anyone }),
})

const definition = defineModule({ id: 'probe', routes, start: async (): Promise<unknown> => ({ default: start }) })

const start = behaviour<{ readonly id: 'probe'; readonly routes: typeof routes }>(() => ({
  routes: {
    async upload({ body: { picture, more, ...read } }) {
      return { read, picture: await picture.text(), more: await Promise.all(more.map((file) => file.text())) }
    },
    echo: ({ body }) => body,
    away: () => redirectTo('/probe/report.pdf', { external: true }),
  },
}))

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

async function send(form: FormData, path: string = routes.upload()) {
  const request = new Request('http://probe.test', { method: 'POST', body: form })
  const answer = await app.app.http.fastify.inject({
    method: 'PUT',
    url: path,
    headers: { accept: 'application/json', 'content-type': request.headers.get('content-type') ?? '' },
    payload: Buffer.from(await request.arrayBuffer()),
  })
  return { status: answer.statusCode, body: answer.json() }
}

function formOf(entries: Readonly<Record<string, string | Blob>>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(entries)) form.append(name, value)
  return form
}

const picture = new File(['a picture'], 'picture.png', { type: 'image/png' })

test('a form with files arrives typed by its schema, whatever the method', async () => {
  const form = formOf({
    title: 'Lighthouse',
    note: '',
    amount: '12',
    'lines[0][quantity]': '3',
    'lines[0][gift]': '1',
    'lines[1][quantity]': '-4',
    picture,
  })
  form.append('more[]', new File(['one'], 'one.txt'))
  form.append('more[]', new File(['two'], 'two.txt'))
  expect(await send(form)).toEqual({
    status: 200,
    body: {
      read: {
        title: 'Lighthouse',
        note: null,
        amount: 12,
        lines: [
          { quantity: 3, gift: true },
          { quantity: -4, gift: false },
        ],
      },
      picture: 'a picture',
      more: ['one', 'two'],
    },
  })
})

test('what was not filled in is absent, and what does not fit is named', async () => {
  const { body } = await send(formOf({ title: 'x', amount: '', picture }))
  expect(body.read).toEqual({ title: 'x', note: null, lines: [] })
  const wrong = await send(formOf({ title: '', amount: 'many', titel: 'x', picture: 'no file' }))
  expect(wrong).toMatchObject({ status: 422, body: { code: 'ASH225' } })
  const fields = await send(formOf({ title: '', amount: 'many', picture: 'no file' }))
  expect(Object.keys(fields.body.errors).toSorted()).toEqual(['amount', 'picture', 'title'])
})

test('a file of another type or over its size is refused, and a body over the limit of its route', async () => {
  const type = await send(formOf({ title: 'x', picture: new File(['<html>'], 'x.html', { type: 'text/html' }) }))
  expect(Object.keys(type.body.errors)).toEqual(['picture'])
  const large = await send(formOf({ title: 'x', picture: new File(['x'.repeat(2001)], 'x', { type: 'text/plain' }) }))
  expect(Object.keys(large.body.errors)).toEqual(['picture'])
  const body = await send(formOf({ title: 'x', picture: new File(['x'.repeat(6000)], 'x', { type: 'text/plain' }) }))
  expect(body).toMatchObject({ status: 413, body: { code: 'ASH228' } })
})

test.each([
  ['no boundary', 'multipart/form-data', 'title=x'],
  ['a cut body', 'multipart/form-data; boundary=b', '--b\r\ncontent-disposition: form-data; name="title"\r\n\r\nx'],
  ['a prototype', 'application/x-www-form-urlencoded', '__proto__[admin]=1'],
  ['a field in two forms', 'application/x-www-form-urlencoded', 'text=x&text[a]=y'],
  ['names without end', 'application/x-www-form-urlencoded', `a${'[a]'.repeat(50)}=x`],
  ['U+0000', 'application/x-www-form-urlencoded', 'text=%00'],
])('a form with %s is refused with a code', async (_name, type, payload) => {
  const answer = await app.app.http.fastify.inject({
    method: 'POST',
    url: routes.echo(),
    headers: { accept: 'application/json', 'content-type': type },
    payload,
  })
  expect([answer.statusCode, answer.json().code]).toEqual([400, 'ASH226'])
})

test('U+0000 is refused wherever it stands, and a text that only looks like it is not', async () => {
  const visitor = app.visitor()
  expect((await visitor.call('POST', routes.echo(), { text: 'a\0b' })).json()).toMatchObject({
    status: 400,
    code: 'ASH226',
  })
  expect((await visitor.call('POST', `${routes.echo()}?search=%00`, { text: 'x' })).json()).toMatchObject({
    code: 'ASH229',
  })
  expect((await visitor.call('POST', routes.echo(), { text: '\\u0000' })).json()).toEqual({ text: '\\u0000' })
})

test('no form whatever makes the server fail', async () => {
  const texts = fc.string({ unit: 'binary', maxLength: 20 })
  const types = fc.constantFrom(
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=b',
    'application/json',
  )
  await fc.assert(
    fc.asyncProperty(types, fc.array(fc.tuple(texts, texts), { maxLength: 6 }), async (type, pairs) => {
      const payload = type.startsWith('multipart')
        ? `${pairs.map(([name, value]) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}`).join('\r\n')}\r\n--b--`
        : pairs.map(([name, value]) => `${name}=${value}`).join('&')
      const headers = { accept: 'application/json', 'content-type': type }
      const answer = await app.app.http.fastify.inject({ method: 'POST', url: routes.echo(), headers, payload })
      expect(answer.statusCode).toBeLessThan(500)
    }),
    { numRuns: 200 },
  )
})

test('the OpenAPI document says that a body with a file travels as a form', async () => {
  const { paths } = (await app.visitor().call('GET', '/openapi.json')).json<{ paths: Record<string, object> }>()
  expect(paths['/probe/upload']).toMatchObject({ put: { requestBody: { content: { 'multipart/form-data': {} } } } })
  expect(paths['/probe/echo']).toMatchObject({ post: { requestBody: { content: { 'application/json': {} } } } })
})

test('a redirect can say that it leads to no page of the app', async () => {
  const answer = await app.visitor().submit('POST', routes.away())
  expect([answer.status, answer.headers['x-inertia-location']]).toEqual([409, '/probe/report.pdf'])
})
