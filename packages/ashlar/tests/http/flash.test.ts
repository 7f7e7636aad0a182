/** The message that an action leaves is shown once, on the next page that comes to be shown, whatever page that is. */
import { type TestApp, testModules } from '@ashlar/testing'
import { behaviour, defineModule } from 'ashlar'
import { anyone, definePages, defineRoutes, get, page, post } from 'ashlar/contract'
import { type Flash, redirect } from 'ashlar/http'
import { render } from 'ashlar/inertia'
import { describeModule } from 'ashlar/runtime'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'

const routes = defineRoutes('probe', {
  leave: post('/leave', { can: anyone, body: z.object({ to: z.enum(['whole', 'throws', 'breaks', 'leaks']) }) }),
  whole: get('/whole', { can: anyone }),
  throws: get('/throws', { can: anyone }),
  breaks: get('/breaks', { can: anyone }),
  leaks: get('/leaks', { can: anyone }),
})
const pages = definePages('probe', { Page: page({ name: z.string() }) })
const definition = defineModule({
  id: 'probe',
  routes,
  pages,
  start: async (): Promise<unknown> => ({ default: start }),
})

const message: Flash = { kind: 'success', message: 'It was done.' }

const start = behaviour<{ readonly id: 'probe'; readonly routes: typeof routes }>(() => ({
  routes: {
    leave: ({ body }) => redirect(routes[body.to](), { flash: message }),
    whole: () => render(pages.Page, { name: 'Ada' }),
    throws: () => {
      throw new Error('broken before there is a page')
    },
    breaks: () =>
      render(pages.Page, {
        name: () => {
          throw new Error('broken while its props are made')
        },
      }),
    leaks: () => render(pages.Page, { name: 7 as never }),
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

test('a message is shown on the page that it leads to, and on no other', async () => {
  const visitor = app.visitor()
  const shown = await visitor.submitAndFollow('POST', routes.leave(), { to: 'whole' })
  expect(shown.page()).toMatchObject({ component: 'probe/Page', flash: message })
  expect((await visitor.visit(routes.whole())).page().flash).toBeUndefined()
})

test.each([
  ['whose handler throws', 'throws'],
  ['with a prop that throws', 'breaks'],
  ['with a prop that is none of its schema', 'leaks'],
] as const)('a page %s leaves the message to the page that is shown in its place', async (_what, to) => {
  const visitor = app.visitor()
  const shown = await visitor.submitAndFollow('POST', routes.leave(), { to })
  expect([shown.status, shown.page().component]).toEqual([500, 'app/Error'])
  expect(shown.page().flash).toEqual(message)
  expect((await visitor.visit(routes.whole())).page().flash).toBeUndefined()
})

test('a program that meets the broken page does not take the message from the person', async () => {
  const visitor = app.visitor()
  await visitor.submit('POST', routes.leave(), { to: 'breaks' })
  const problem = await visitor.call('GET', routes.breaks())
  expect(problem.headers['content-type']).toContain('application/problem+json')
  expect((await visitor.visit(routes.whole())).page().flash).toEqual(message)
})
