/** What the servers without a framework of ours do with the database, as a careful person writes it. */
import { createHash } from 'node:crypto'
import type pg from 'pg'
import { menu, permissions, translations } from '../work.ts'

interface SessionRow {
  readonly user_id: string
  readonly name: string
  readonly email: string
}

export interface NewNote {
  readonly title: string
  readonly amount: number
}

/** One insert and one select in one transaction, for who is signed in; nothing for anybody else. */
export function addNote(pool: pg.Pool, cookie: string | undefined, { title, amount }: NewNote): Promise<unknown> {
  return inTransaction(pool, 'begin', async (client) => {
    const user = await findUser(client, cookie)
    if (!user) return undefined
    const inserted = await client.query<{ id: string }>(
      'insert into bench.note (title, amount, author) values ($1, $2, $3) returning id',
      [title, amount, user.user_id],
    )
    const { rows } = await client.query('select id, title, amount, author from bench.note where id = $1', [
      inserted.rows[0]?.id,
    ])
    return rows[0]
  })
}

/** The page object with fifty rows, the user, the menu and the texts. */
export async function readPage(pool: pg.Pool, cookie: string | undefined, url: string) {
  const props = await inTransaction(pool, 'begin read only', async (client) => {
    const user = await findUser(client, cookie)
    const { rows } = await client.query(
      'select id, number, name, city, country, total, open, ordered_on from bench.row order by number limit 50',
    )
    return { rows, user: user ? { id: user.user_id, name: user.name, email: user.email } : null }
  })
  return {
    component: 'bench/Rows',
    props: {
      errors: {},
      ...props,
      permissions,
      menu,
      locale: { language: 'en', dir: 'ltr', namespaces: { bench: translations } },
    },
    url,
    version: '1',
  }
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

async function inTransaction<Result>(
  pool: pg.Pool,
  begin: string,
  work: (client: pg.ClientBase) => Promise<Result>,
): Promise<Result> {
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
