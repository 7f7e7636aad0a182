import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Browser, type BrowserReport, openBrowser } from './browser.ts'
import { openShop, type Shop } from './shop.ts'

let shop: Shop
let browser: Browser

beforeAll(async () => {
  shop = await openShop()
  browser = await openBrowser(`${shop.origin}/stats`)
})

beforeEach(async () => {
  Object.assign(shop, { carried: undefined, version: 'v1', reportFails: false })
  await browser.visit('/form')
  shop.ran.length = 0
})

afterAll(async () => {
  await browser.close()
  await shop.close()
})

function eventsOf({ events }: BrowserReport, name: string) {
  return events.filter((event) => event.name === name).map(({ detail }) => detail)
}

function names({ page }: BrowserReport): string[] {
  const { items } = page.props.feed as { items: { name: string }[] }
  return items.map(({ name }) => name)
}

describe('the real client', () => {
  test('reads the page object out of a document', () => {
    expect(browser.first.page).toMatchObject({
      component: 'shop/Stats',
      url: '/stats',
      version: 'v1',
      props: { title: 'Stats', menu: ['a/b'], errors: {} },
    })
  })

  test('asks for deferred props by itself, a request a group, and puts nested ones in their place', () => {
    const { first } = browser
    expect(first.sent.map(({ headers }) => headers['x-inertia-partial-data'])).toEqual(['sales.byDay', 'report'])
    expect(first.page.props).toMatchObject({ title: 'Stats', sales: { total: 5, byDay: [2, 3] }, report: 'all well' })
    expect(first.page.props).not.toHaveProperty('rare')
  })

  test('gets an optional prop when it asks for it, and keeps the others', async () => {
    await browser.visit('/stats')
    const { page } = await browser.reload({ only: ['rare'] })

    expect(page.props).toMatchObject({ rare: 'rare', title: 'Stats', sales: { total: 5, byDay: [2, 3] } })
  })

  test('learns which deferred prop failed, and that it came back', async () => {
    shop.reportFails = true
    const failed = await browser.visit('/stats')
    shop.reportFails = false
    const { page } = await browser.reload({ only: ['report'] })

    expect(failed.page).toMatchObject({ rescuedProps: ['report'], props: { title: 'Stats' } })
    expect(failed.page.props).not.toHaveProperty('report')
    expect(page).toMatchObject({ rescuedProps: [], props: { report: 'all well' } })
  })

  test('joins the pages of a feed at either end, each row once', async () => {
    await browser.visit('/feed?page=2')
    const scrollTo = (page: number, intent: string) =>
      browser.reload({
        data: { page },
        only: ['feed'],
        preserveUrl: true,
        headers: { 'X-Inertia-Infinite-Scroll-Merge-Intent': intent },
      })
    const down = await scrollTo(3, 'append')
    const up = await scrollTo(1, 'prepend')
    const again = await scrollTo(1, 'prepend')

    const all = ['row 1.1', 'row 1.2', 'row 2.1', 'row 2.2', 'row 3.1', 'row 3.2']
    expect(names(down)).toEqual(all.slice(2))
    expect(down.page.scrollProps?.feed).toMatchObject({ previousPage: 2, nextPage: null, currentPage: 3 })
    expect(names(up)).toEqual(all)
    expect(names(again)).toEqual(all)
  })

  test('does not double the rows of a feed when it reloads something else', async () => {
    await browser.visit('/feed')
    const report = await browser.reload({ only: ['log'] })

    expect(names(report)).toEqual(['row 1.1', 'row 1.2'])
    expect(report.page.props.log).toEqual(['line 1', 'line 2'])
  })

  test('begins a feed anew on reset', async () => {
    await browser.visit('/feed')
    await browser.reload({ data: { page: 2 }, only: ['feed'], preserveUrl: true })
    const report = await browser.reload({ reset: ['feed'] })

    expect(names(report)).toEqual(['row 1.1', 'row 1.2'])
    expect(report.page.scrollProps?.feed).toMatchObject({ currentPage: 1, reset: true })
  })

  test('keeps a once prop from page to page without asking for it again', async () => {
    const { page, sent } = await browser.visit('/feed')

    expect(sent[0]?.headers['x-inertia-except-once-props']).toBe('countries')
    expect(page.props.countries).toEqual(['NL', 'CZ'])
    expect(shop.ran).not.toContain('countries')
  })

  test('shows a flash once after a form, and deferred props that load meanwhile do not eat it', async () => {
    const report = await browser.visit('/form/good', { method: 'post' })
    const later = await browser.visit('/form')

    expect(report.address).toBe('/stats')
    expect(report.page).toMatchObject({ flash: { message: 'Saved' }, props: { report: 'all well' } })
    expect(eventsOf(report, 'flash')).toEqual([{ flash: { message: 'Saved' } }])
    expect(later.page.flash).toEqual({})
  })

  test('leaves a flash that comes up during a background reload to the next visit', async () => {
    await browser.visit('/stats')
    shop.carried = { flash: { message: 'Later' } }
    const background = await browser.reload({ only: ['report'] })
    const visit = await browser.visit('/form')

    expect(eventsOf(background, 'flash')).toEqual([])
    expect(eventsOf(visit, 'flash')).toEqual([{ flash: { message: 'Later' } }])
  })

  test('shows a flash of a form that asked for some props only', async () => {
    await browser.visit('/stats')
    const report = await browser.visit('/form/good', { method: 'post', only: ['title'] })

    expect(eventsOf(report, 'flash')).toEqual([{ flash: { message: 'Saved' } }])
  })

  test('a page fetched ahead takes no flash with it, and serves the visit that follows', async () => {
    shop.carried = { flash: { message: 'Waiting' } }
    const ahead = await browser.prefetch('/feed')
    const visit = await browser.visit('/feed')

    expect(ahead.sent[0]?.headers.purpose).toBe('prefetch')
    expect(visit.sent).toEqual([])
    expect(visit.page).toMatchObject({ component: 'shop/Feed', flash: {} })
    expect(shop.carried).toEqual({ flash: { message: 'Waiting' } })
  })

  test('gets the errors of a form, the first message of each field, in the bag that it asked for', async () => {
    const plain = await browser.visit('/form/bad', { method: 'put' })
    const bagged = await browser.visit('/form/bad', { method: 'put', errorBag: 'create' })
    const clean = await browser.visit('/form')

    expect(plain.address).toBe('/form')
    expect(eventsOf(plain, 'error')).toEqual([{ errors: { name: 'Too short' } }])
    expect(bagged.page.props.errors).toEqual({ create: { name: 'Too short' } })
    expect(eventsOf(bagged, 'error')).toEqual([{ errors: { name: 'Too short' } }])
    expect(clean.page.props.errors).toEqual({})
  })

  test('follows a redirect to a fragment, and keeps its own fragment when the redirect asks for it', async () => {
    const below = await browser.visit('/form/below', { method: 'post' })
    const moved = await browser.visit('/moved#sales')

    expect(below.address).toBe('/feed#end')
    expect(moved.address).toBe('/stats#sales')
  })

  test('leaves the app for another site', async () => {
    const report = await browser.visit('/pay', { method: 'post' })

    expect(report.loads).toEqual(['https://pay.example/checkout'])
    expect(report.page.component).toBe('shop/Form')
  })

  test('loads the page anew after a new build, keeping the flash; background reloads leave it in peace', async () => {
    await browser.visit('/stats')
    shop.version = 'v2'
    shop.carried = { flash: { message: 'Saved' } }
    const background = await browser.reload({ only: ['report'] })
    const visit = await browser.visit('/form')

    expect(background.loads).toEqual([])
    expect(eventsOf(background, 'location')).toMatchObject([{ versionChange: true }])
    expect(visit.loads).toEqual([`${shop.origin}/form`])
    expect(shop.carried).toEqual({ flash: { message: 'Saved' } })
  })

  test('shows an error page like any other, and says that it is one', async () => {
    const report = await browser.visit('/nowhere')

    expect(report.page).toMatchObject({ component: 'shop/Missing', props: { status: 404, menu: ['a/b'] } })
    expect(eventsOf(report, 'httpException')).toMatchObject([{ response: { status: 404 } }])
  })

  test('shows a page at once with the shared props that it knows', async () => {
    const { swaps } = await browser.visit('/feed', { component: 'shop/Feed' })

    expect(swaps[0]).toEqual({
      component: 'shop/Feed',
      props: { menu: ['a/b'], clock: 'noon', countries: ['NL', 'CZ'], errors: {} },
    })
    expect(swaps.at(-1)?.props).toHaveProperty('feed')
  })
})
