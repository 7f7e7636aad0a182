/** The peer: the same work by hand on Fastify and `pg`, as a careful person writes it. */
import Fastify from 'fastify'
import pg from 'pg'
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import Rows, { type RowsProps } from '../page/rows.ts'
import { renderShell } from '../work.ts'
import { addNote, type NewNote, readPage } from './by-hand.ts'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })
const app = Fastify()

app.get('/hello', async () => ({ hello: 'world' }))

app.post<{ Body: NewNote }>(
  '/bench/notes',
  {
    schema: {
      body: {
        type: 'object',
        required: ['title', 'amount'],
        additionalProperties: false,
        properties: {
          title: { type: 'string', minLength: 1, maxLength: 200 },
          amount: { type: 'integer', minimum: 0 },
        },
      },
    },
  },
  async (request, reply) =>
    (await addNote(pool, request.headers.cookie, request.body)) ?? reply.code(401).send({ error: 'sign in' }),
)

app.get('/bench/rows', async (request, reply) => {
  const page = await readPage(pool, request.headers.cookie, request.url)
  reply.header('vary', 'X-Inertia')
  if (request.headers['x-inertia']) return reply.header('x-inertia', 'true').send(page)
  const json = JSON.stringify(page).replaceAll('/', '\\/')
  return reply.type('text/html; charset=utf-8').send(renderShell(json, ''))
})

app.get('/bench/rendered', async (request, reply) => {
  const page = await readPage(pool, request.headers.cookie, request.url)
  const json = JSON.stringify(page).replaceAll('/', '\\/')
  const html = renderToString(createElement(Rows, page.props as RowsProps))
  return reply.header('vary', 'X-Inertia').type('text/html; charset=utf-8').send(renderShell(json, html))
})

await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
process.send?.({ ready: true })
