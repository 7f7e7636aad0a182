import { createHash } from 'node:crypto'
import { behaviour } from 'ashlar'
import { moduleSchema } from 'ashlar/data'
import { eq, sql } from 'ashlar/drizzle'
import { boolean, date, integer, text, timestamp, uuid } from 'ashlar/drizzle/pg-core'
import { render } from 'ashlar/inertia'
import { noteAdded, pages } from './contract.ts'
import type definition from './module.ts'

const schema = moduleSchema('bench')
const account = schema.table('account', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull(),
})
const session = schema.table('session', {
  id: uuid('id').primaryKey(),
  tokenHash: text('token_hash').notNull(),
  userId: uuid('user_id').notNull(),
  expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
})
const note = schema.table('note', {
  id: uuid('id').primaryKey().defaultRandom(),
  title: text('title').notNull(),
  amount: integer('amount').notNull(),
  author: text('author').notNull(),
})
const row = schema.table('row', {
  id: uuid('id').primaryKey(),
  number: integer('number').notNull(),
  name: text('name').notNull(),
  city: text('city').notNull(),
  country: text('country').notNull(),
  total: integer('total').notNull(),
  open: boolean('open').notNull(),
  ordered_on: date('ordered_on').notNull(),
})

export default behaviour<typeof definition>(({ db, publish }) => {
  const findSession = db
    .select({ sessionId: session.id, id: account.id, name: account.name, email: account.email })
    .from(session)
    .innerJoin(account, eq(account.id, session.userId))
    .where(sql`${session.tokenHash} = ${sql.placeholder('hash')} and ${session.expiresAt} > now()`)
    .prepare('')
  const findNote = db
    .select()
    .from(note)
    .where(eq(note.id, sql.placeholder('id')))
    .prepare('')
  const insertNote = db
    .insert(note)
    .values({ title: sql.placeholder('title'), amount: sql.placeholder('amount'), author: sql.placeholder('author') })
    .returning({ id: note.id })
    .prepare('')
  const listRows = db.select().from(row).orderBy(row.number).limit(50).prepare('')

  async function addNote(title: string, amount: number, author: string) {
    const [inserted] = await insertNote.execute({ title, amount, author })
    const [found] = await findNote.execute({ id: inserted?.id })
    if (!found) throw new TypeError('The note that was inserted is not there.')
    return found
  }

  return {
    offers: {
      authProvider: {
        cookieNames: ['bench_session'],
        async authenticate({ cookies }) {
          const hash = createHash('sha256')
            .update(cookies.bench_session ?? '')
            .digest('hex')
          const [found] = await findSession.execute({ hash })
          if (!found) return undefined
          const { sessionId, ...identity } = found
          return { identity: { ...identity, roles: ['clerk'] }, sessionId }
        },
        signInPath: () => '/sign-in',
      },
    },
    routes: {
      hello: () => ({ hello: 'world' }),
      addNote: ({ body: { title, amount }, user }) => addNote(title, amount, user.id),
      async addPublishedNote({ body: { title, amount }, user }) {
        const added = await addNote(title, amount, user.id)
        await publish(noteAdded, added)
        return added
      },
      rows: () => render(pages.Rows, { rows: () => listRows.execute() }, { serverRender: false }),
      rendered: () => render(pages.Rows, { rows: () => listRows.execute() }),
    },
    // Nothing is delivered while requests are measured: the server does not start its worker.
    listens: { remember: () => undefined },
  }
})
