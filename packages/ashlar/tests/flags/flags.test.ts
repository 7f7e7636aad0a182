/** Features that are switched while the app runs: who has them, and what depends on them. */
import { type TestApp, testModules } from '@ashlar/testing'
import type { Given } from 'ashlar'
import {
  anyone,
  definePages,
  definePermissions,
  defineRoutes,
  type FlagRules,
  type FlagSubject,
  flag,
  get,
  job,
  page,
  signedIn,
} from 'ashlar/contract'
import { render } from 'ashlar/inertia'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { runUnitOfWork } from '../../src/data/runtime.ts'
import { RequestScope } from '../../src/scope/request-scope.ts'
import { moduleOf } from '../module-of.ts'

const newInvoice = flag('billing.new-invoice', { help: 'invoices are written on the new page' })
const fastLists = flag('billing.fast-lists', { help: 'lists are read from the index', default: true, by: 'tenant' })
const [acme, globex] = ['0198c0de-0000-7000-8000-00000000000a', '0198c0de-0000-7000-8000-00000000000b']
const can = definePermissions('billing', { read: 'See invoices' })
const routes = defineRoutes('billing', {
  list: get('/', { can: signedIn }),
  create: get('/new', { can: signedIn, flag: newInvoice }),
  tour: get('/tour', { can: anyone, flag: newInvoice }),
})
const pages = definePages('billing', { Browse: page({}), Create: page({}) })

const billing = {
  id: 'billing',
  permissions: can,
  flags: [newInvoice, fastLists],
  routes,
  pages,
  menu: [{ to: routes.list }, { to: routes.create }],
  jobs: {
    print: job({ payload: z.object({ text: z.string() }), flag: newInvoice }),
    nightly: job({ schedule: '0 3 * * *', flag: newInvoice }),
  },
} as const

type BillingGiven = Given<typeof billing>

interface Billing extends TestApp {
  readonly given: BillingGiven
  readonly printed: string[]
  readonly set: (rules: FlagRules) => Promise<void>
}

async function openBilling(options: Parameters<typeof testModules>[1] = {}): Promise<Billing> {
  let held: BillingGiven | undefined
  const printed: string[] = []
  const source = moduleOf(billing, (given) => {
    held = given
    return {
      routes: {
        list: () => render(pages.Browse, {}),
        create: () => render(pages.Create, {}),
        tour: () => render(pages.Create, {}),
      },
      jobs: {
        print: ({ text }) => void printed.push(text),
        nightly: () => void printed.push('nightly'),
      },
    }
  })
  const app = await testModules([source], options)
  if (held === undefined) throw new Error('Billing has not been started.')
  const given = held
  return Object.assign(app, {
    given,
    printed,
    set: (rules: FlagRules) => app.run(() => given.flags.set(newInvoice, rules)),
  })
}

let app: Billing
beforeEach(async () => {
  app = await openBilling()
})
afterEach(() => app.close())

const until = (check: () => Promise<void> | void) => vi.waitFor(check, { timeout: 60_000, interval: 20 })

describe('a flag', () => {
  test('is on for whom its rules say so, and else as its declaration says', async () => {
    const { flags } = app.given
    expect([flags.isOn(newInvoice), flags.isOn(fastLists)]).toEqual([false, true])
    await app.set({ tenants: [acme], roles: ['tester'], users: ['anna'] })
    const reasons = [{}, { tenant: acme }, { roles: ['tester'] }, { user: 'anna' }, { tenant: globex, user: 'ben' }]
    expect(reasons.map((subject: FlagSubject) => flags.explain(newInvoice, subject).because)).toEqual([
      'none',
      'tenant',
      'role',
      'user',
      'none',
    ])
    await app.set({ everybody: true })
    expect(flags.isOn(newInvoice, {})).toBe(true)
    await app.set({ everybody: false })
    expect(flags.isOn(newInvoice, { user: 'anna' })).toBe(false)
    await app.run(() => flags.unset(newInvoice))
    expect(flags.explain(newInvoice, {})).toEqual({ on: false, because: 'default' })
  })

  test('is kept or undone with the unit of work, and known to every process', async () => {
    const other = await openBilling({ database: app.database, background: true })
    const undone = app.run(async () => {
      await app.given.flags.set(newInvoice, { everybody: true })
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(app.given.flags.isOn(newInvoice)).toBe(false)
    await app.set({ everybody: true })
    expect(app.given.flags.isOn(newInvoice)).toBe(true)
    await until(() => expect(other.given.flags.isOn(newInvoice)).toBe(true))
    await other.close()
  })

  test('is not switched by rules that make no sense, nor by another module', async () => {
    await expect(app.set({ percent: 101 })).rejects.toThrow('[ASH544]')
    await expect(app.set({})).rejects.toThrow('[ASH544]')
    await expect(app.set({ users: ['anna', 'anna'] })).rejects.toThrow('[ASH544]')
    for (const name of ['acme', 'ten_01h455vb4pex5vsknk084sn02q', acme.toUpperCase()]) {
      await expect(app.set({ tenants: [acme, name] })).rejects.toThrow(`"${name}" is no id of a tenant`)
      expect(() => app.app.flags.explain(newInvoice.name, { tenant: name })).toThrow('[ASH213]')
    }
    await expect(app.given.flags.set(newInvoice, { everybody: true })).rejects.toThrow('[ASH207]')
    const foreign = flag('shop.sale', { help: 'prices are lower' })
    await expect(app.run(() => app.given.flags.set(foreign, { everybody: true }))).rejects.toThrow('[ASH545]')
    expect(() => app.given.flags.isOn(foreign)).toThrow('[ASH546]')
  })

  test('whoever is in a share stays in it when it grows, and shares are about as large as they say', async () => {
    const shares = fc.tuple(fc.double({ min: 0, max: 100, noNaN: true }), fc.double({ min: 0, max: 100, noNaN: true }))
    const users = Array.from({ length: 2_000 }, (_, index) => `usr_${index}`)
    const countAt = async (percent: number) => {
      await app.set({ percent })
      return new Set(users.filter((user) => app.given.flags.isOn(newInvoice, { user })))
    }
    await fc.assert(
      fc.asyncProperty(shares, async ([one, other]) => {
        const smaller = await countAt(Math.min(one, other))
        const larger = await countAt(Math.max(one, other))
        expect([...smaller].filter((user) => !larger.has(user))).toEqual([])
        expect(Math.abs(larger.size / 20 - Math.max(one, other))).toBeLessThan(5)
      }),
      { numRuns: 30 },
    )
    await app.set({ percent: 50 })
    expect(app.given.flags.isOn(newInvoice, {})).toBe(false)
    await app.set({ percent: 100 })
    expect(app.given.flags.isOn(newInvoice, {})).toBe(true)
  })

  test('that nobody declares, or somebody twice, is refused at boot', async () => {
    const { flags: _, ...without } = billing
    const answers = () =>
      ({
        routes: { list: vi.fn(), create: vi.fn(), tour: vi.fn() },
        jobs: { print: vi.fn(), nightly: vi.fn() },
      }) as never
    await expect(testModules([moduleOf(without, answers)])).rejects.toThrow(/ASH542/)
    const twice = { ...billing, flags: [newInvoice, newInvoice] } as const
    await expect(testModules([moduleOf(twice, answers)])).rejects.toThrow(/ASH543/)
  })
})

describe('what depends on a flag', () => {
  test('is a route that is not there for whom it is off', async () => {
    const [anna, tester] = [app.as([can.read], { id: 'anna' }), app.as([can.read], { id: 'tom', roles: ['tester'] })]
    const statuses = async () => [
      (await anna.visit(routes.create())).status,
      (await tester.visit(routes.create())).status,
      (await app.visitor().visit(routes.tour())).status,
    ]
    expect(await statuses()).toEqual([404, 404, 404])
    await app.set({ roles: ['tester'] })
    expect(await statuses()).toEqual([404, 200, 404])
    expect((await app.visitor().visit(routes.create())).status).not.toBe(404)
    await app.set({ everybody: true })
    expect(await statuses()).toEqual([200, 200, 200])
  })

  test('is an entry of the menu, and what pages of the module are told', async () => {
    const anna = app.as([can.read], { id: 'anna' })
    const shown = async () => {
      const { menu, flags } = (await anna.visit(routes.list())).page().props as unknown as {
        menu: readonly { href: string }[]
        flags: readonly string[]
      }
      return { menu: menu.map(({ href }) => href), flags }
    }
    expect(await shown()).toEqual({ menu: ['/billing'], flags: ['billing.fast-lists'] })
    await app.set({ users: ['anna'] })
    expect(await shown()).toEqual({
      menu: ['/billing', '/billing/new'],
      flags: ['billing.new-invoice', 'billing.fast-lists'],
    })
  })

  test('is a job that waits, without using up its tries', async () => {
    const enqueue = (text: string, actor: { id: string; roles?: readonly string[] }) =>
      runUnitOfWork(app.app.database.units, new RequestScope({ id: 'test', readOnly: false, actor }), () =>
        app.given.enqueue('print', { text }),
      )
    const waiting = await enqueue('for ben', { id: 'ben' })
    await app.runJobs()
    expect(await app.jobs.show(waiting ?? '')).toMatchObject({ state: 'created', attempts: 0 })

    await app.set({ users: ['anna'], roles: ['tester'] })
    await enqueue('for anna', { id: 'anna' })
    await enqueue('for a tester', { id: 'tom', roles: ['tester'] })
    await app.runJobs()
    expect(app.printed.toSorted()).toEqual(['for a tester', 'for anna'])
    expect(await app.jobs.show(waiting ?? '')).toMatchObject({ state: 'created', attempts: 0 })

    await app.set({ everybody: true })
    await app.time.travel({ minutes: 1 })
    await app.runJobs()
    expect(app.printed).toContain('for ben')
  })

  test('is a schedule of which the last time fires once it is on', async () => {
    await app.time.travel({ days: 3 })
    await app.runJobs()
    expect(app.printed).toEqual([])
    await app.set({ everybody: true })
    await app.time.travel({ seconds: 1 })
    await app.runJobs()
    expect(app.printed).toEqual(['nightly'])
  })
})
