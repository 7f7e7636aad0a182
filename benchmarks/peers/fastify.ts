/** The peer: the same work by hand on Fastify and `pg`, as a careful person writes it. */
import { createHash } from 'node:crypto'
import Fastify from 'fastify'
import pg from 'pg'
import { menu, permissions, renderShell, sessionToken, translations } from '../work.ts'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })
const app = Fastify()

interface SessionRow {
  readonly user_id: string
  readonly name: string
  readonly email: string
}

async function findUser(client: pg.ClientBase, cookie: string | undefined): Promise<SessionRow | undefined> {
  const token = /(?:^|; )bench_session=([^;]+)/.exec(cookie ?? '')?.[1] ?? ''
  const hash = createHash('sha256').update(token).digest('hex')
  const { rows } = await client.query<SessionRow>(
    'select s.user_id, u.name, u.email from bench.session s join bench.account u on u.id = s.user_id where s.token_hash = $1 and s.expires_at > now()',
    [hash],
  )
  return rows[0]
}

async function inTransaction<Result>(begin: string, work: (client: pg.ClientBase) => Promise<Result>): Promise<Result> {
  const client = await pool.connect()
  try {
    await client.query(begin)
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

app.get('/hello', async () => ({ hello: 'world' }))

app.post<{ Body: { title: string; amount: number } }>(
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
    inTransaction('begin', async (client) => {
      const user = await findUser(client, request.headers.cookie)
      if (!user) return reply.code(401).send({ error: 'sign in' })
      const { title, amount } = request.body
      const inserted = await client.query<{ id: string }>(
        'insert into bench.note (title, amount, author) values ($1, $2, $3) returning id',
        [title, amount, user.user_id],
      )
      const { rows } = await client.query('select id, title, amount, author from bench.note where id = $1', [
        inserted.rows[0]?.id,
      ])
      return rows[0]
    }),
)

app.get('/bench/rows', async (request, reply) => {
  const props = await inTransaction('begin read only', async (client) => {
    const user = await findUser(client, request.headers.cookie)
    const { rows } = await client.query(
      'select id, number, name, city, country, total, open, ordered_on from bench.row order by number limit 50',
    )
    return { rows, user: user ? { id: user.user_id, name: user.name, email: user.email } : null }
  })
  const page = {
    component: 'bench/Rows',
    props: {
      errors: {},
      ...props,
      permissions,
      menu,
      locale: { language: 'en', dir: 'ltr', namespaces: { bench: translations } },
    },
    url: request.url,
    version: '1',
  }
  reply.header('vary', 'X-Inertia')
  if (request.headers['x-inertia']) return reply.header('x-inertia', 'true').send(page)
  const json = JSON.stringify(page).replaceAll('/', '\\/')
  return reply.type('text/html; charset=utf-8').send(renderShell(json))
})

const address = await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
process.send?.({ address, token: sessionToken })
