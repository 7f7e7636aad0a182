/** What others may know of the guestbook. */
import {
  anyone,
  definePages,
  definePermissions,
  defineRoutes,
  del,
  event,
  get,
  page,
  post,
  signedIn,
  typeid,
} from 'ashlar/contract'
import { z } from 'zod'

export const can = definePermissions('guestbook', {
  moderate: 'Remove messages of others from the guestbook',
})

const entryId = typeid('entry')
export type EntryId = z.output<typeof entryId>

export const Entry = z.object({
  id: entryId,
  author: z.string(),
  message: z.string(),
  signedAt: z.iso.datetime(),
})
export type Entry = z.output<typeof Entry>

export const NewEntry = z.object({
  message: z.string().trim().min(1, 'guestbook:errors.empty').max(500, 'guestbook:errors.long'),
})

export const routes = defineRoutes('guestbook', {
  list: get('/', { can: anyone }),
  sign: post('/', { can: signedIn, body: NewEntry }),
  remove: del('/:id', { can: can.moderate, params: { id: entryId } }),
})

export const pages = definePages('guestbook', {
  Browse: page({ entries: z.array(Entry), mayModerate: z.boolean(), maySign: z.boolean() }),
})

export const entrySigned = event('guestbook.signed', { version: 1, payload: z.object({ id: entryId }) })
