import {
  anyone,
  authProvider,
  definePages,
  definePermissions,
  defineRoutes,
  event,
  get,
  page,
  post,
} from 'ashlar/contract'
import { z } from 'zod'

export { authProvider }

export const can = definePermissions('bench', { read: 'Read', write: 'Write' })

const NewNote = z.object({ title: z.string().min(1).max(200), amount: z.int().min(0) })
const Note = z.object({ id: z.string(), title: z.string(), amount: z.int(), author: z.string() })
const Row = z.object({
  id: z.string(),
  number: z.int(),
  name: z.string(),
  city: z.string(),
  country: z.string(),
  total: z.int(),
  open: z.boolean(),
  ordered_on: z.string(),
})

export const routes = defineRoutes('bench', {
  hello: get('/hello', { can: anyone, response: z.object({ hello: z.string() }) }),
  addNote: post('/notes', { can: can.write, body: NewNote, response: Note }),
  addPublishedNote: post('/published-notes', { can: can.write, body: NewNote, response: Note }),
  rows: get('/rows', { can: can.read }),
  rendered: get('/rendered', { can: can.read }),
})

export const pages = definePages('bench', { Rows: page({ rows: z.array(Row) }) })

export const noteAdded = event('bench.note-added', { version: 1, payload: Note })
