/** A small contract, for pages that show the kit. */
import {
  definePages,
  definePermissions,
  defineRoutes,
  del,
  get,
  listQuery,
  money,
  page,
  paged,
  post,
  put,
  rowHistory,
  signedIn,
} from 'ashlar/contract'
import { z } from 'zod'

export const can = definePermissions('stones', { edit: 'Change stones' })

export const Stone = z.object({ id: z.string(), name: z.string(), weight: z.number(), price: money() })
export type Stone = z.output<typeof Stone>

export const StoneForm = z.object({
  name: z.string().trim().min(1).max(20),
  weight: z.number().min(0),
  price: money().default(0),
  quarry: z.enum(['north', 'south']),
  supplier: z.string().nullable().default(null),
  mason: z.string().nullable().default(null),
  foundOn: z.iso.date().nullable().default(null),
  polished: z.boolean().default(false),
  notes: z.string().max(200).default(''),
})

export const RevisedForm = z.object({ name: z.string(), notes: z.string(), mark: z.string(), version: z.int() })
export type RevisedForm = z.output<typeof RevisedForm>

export const StoneList = listQuery(['name', '-name', 'weight', '-weight']).extend({
  kind: z.enum(['all', 'heavy']).catch('all').default('all'),
})

export const routes = defineRoutes('stones', {
  list: get('/', { can: signedIn, query: StoneList }),
  create: get('/new', { can: can.edit }),
  store: post('/', { can: can.edit, body: StoneForm }),
  show: get('/:id', { can: signedIn }),
  edit: get('/revised', { can: can.edit }),
  update: put('/revised', { can: can.edit, body: RevisedForm }),
  polish: post('/revised', { can: can.edit }),
  remove: del('/:id', { can: can.edit }),
  signIn: get('/sign-in', { can: signedIn }),
  startSession: post('/sign-in', { can: signedIn, body: z.object({ email: z.email(), password: z.string().min(1) }) }),
  broken: get('/broken', { can: signedIn }),
  findMasons: get('/masons', {
    can: signedIn,
    query: z.object({ search: z.string().default('') }),
    response: z.array(z.object({ id: z.string(), name: z.string() })),
  }),
})

export const pages = definePages('stones', {
  Browse: page({ stones: paged(Stone), query: StoneList, drawnAt: z.int() }),
  Form: page({}),
  Edit: page({ stone: RevisedForm }),
  Show: page({ stone: Stone, history: rowHistory() }),
  SignIn: page({}),
  Broken: page({}),
})
