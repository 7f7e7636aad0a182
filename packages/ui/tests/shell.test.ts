/** What stands around every page: its look, its menu, its account, its errors and its questions. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type OpenKit, openKit } from './open-kit.ts'

let kit: OpenKit

beforeAll(async () => {
  kit = await openKit()
})
afterEach(() => kit.leave())
afterAll(() => kit?.close())

describe('the shell', () => {
  test('keeps the look that was chosen, from the first paint on', async () => {
    const { page, waitForReact } = await kit.visit('/stones', { colorScheme: 'light' })
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const light = await background()
    await page.getByRole('button', { name: 'Switch between light and dark' }).click()
    const dark = await background()
    expect(dark).not.toBe(light)

    await page.route('**/client.js', (route) => route.abort())
    await page.reload()
    expect(await background()).toBe(dark)
    await page.unroute('**/client.js')
    await page.reload()
    await waitForReact()
    await page.getByRole('button', { name: 'Switch between light and dark' }).click()
    expect(await background()).toBe(light)
    expect(await page.context().cookies()).toEqual([])
  })

  test('closes the choice of tenants once one is chosen', async () => {
    const { page, server } = await kit.visit('/stones/revised')
    await page.getByRole('button', { name: 'north: switch the organisation' }).click()
    await page.getByRole('button', { name: 'South' }).click()
    await expect.poll(() => server.sent).toMatchObject([{ path: '/switch', slug: 'south' }])
    await expect.poll(() => page.getByText('Work for').isVisible()).toBe(false)
  })

  test('covers nothing that takes the focus', async () => {
    const { page, focused } = await kit.visit('/stones/new')
    const refuse = async () => {
      await page.getByRole('button', { name: 'Save' }).click()
      await expect.poll(focused).toContain('Some entries need another look:')
    }
    await refuse()
    // So low a window that the summary of the errors stands behind the bar when the end of the page is in sight.
    const height = await page.evaluate(() => document.documentElement.scrollHeight)
    const top = (await page.getByRole('alert').boundingBox())?.y ?? 0
    await page.setViewportSize({ width: 1280, height: height - Math.round(top) + 20 })
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight))
    await page.getByLabel('Name').evaluate((field) => field.focus({ preventScroll: true }))
    await refuse()

    const barEnd = await page.getByRole('banner').evaluate((bar) => bar.getBoundingClientRect().bottom)
    expect((await page.getByRole('alert').boundingBox())?.y).toBeGreaterThanOrEqual(barEnd)
  })

  test('gives a narrow window its menu in a drawer that keeps the focus', async () => {
    const { page } = await kit.visit('/stones', { viewport: { width: 390, height: 800 } })
    expect(await page.getByRole('navigation', { name: 'Menu' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Menu' }).click()
    expect(await page.getByRole('link', { name: 'Stones' }).getAttribute('aria-current')).toBe('page')
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Menu')

    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('link', { name: 'Fragile' }).click()
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe('Fragile')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(overflow).toBe(0)
  })

  test('leads past the menu, into the account and out of it', async () => {
    const { page, server, focused } = await kit.visit('/stones')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Skip to the content')
    await page.getByRole('button', { name: 'Ada Lovelace' }).click()
    expect(await page.getByText('ada@example.com').isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    expect(await page.getByText('ada@example.com').isVisible()).toBe(false)
    await page.getByRole('button', { name: 'Ada Lovelace' }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expect.poll(() => server.sent).toEqual([{ method: 'POST', path: '/sign-out' }])
  })

  test('stays when a page fails, and when there is no page', async () => {
    const { page, server } = await kit.visit('/stones/broken')
    await page.getByRole('button', { name: 'Break it' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('This page cannot be shown')
    await page.getByRole('link', { name: 'Stones' }).click()
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe('Stones')
    await page.getByRole('link', { name: 'Nowhere' }).click()
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe('There is nothing here')
    expect(await page.getByText('ASH220').textContent()).toContain('req-1')
    await page.getByRole('link', { name: 'Go to the start' }).click()
    await expect.poll(() => page.url()).toBe(`${server.address}/stones`)
  })

  test('says why an action was refused, also when its page is not there any more', async () => {
    const { page, goTo } = await kit.visit('/stones/stone-8')
    for (const path of ['/stones/stone-8', '/stones/stone-9']) {
      await goTo(path)
      // Twice: to have read it once is not to have read it again.
      for (const _time of [1, 2]) {
        await page.getByRole('button', { name: 'Delete' }).click()
        await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
        await expect.poll(() => page.getByRole('status').getByText('It is built in.').count()).toBe(1)
        await page.getByRole('button', { name: 'Close' }).click()
        await expect.poll(() => page.getByText('It is built in.').count()).toBe(0)
      }
      expect(new URL(page.url()).pathname).toBe(path)
    }
  })

  test('asks before something is deleted, beginning on the way out', async () => {
    const { page, server, complaints, focused } = await kit.visit('/stones/stone-7')
    await page.getByRole('button', { name: 'Delete' }).click()
    const dialog = page.getByRole('alertdialog', { name: 'Delete Stone 07?' })
    await dialog.waitFor()
    await expect.poll(focused).toBe('Cancel')
    await page.keyboard.press('Enter')
    await expect.poll(() => dialog.count()).toBe(0)
    expect(server.sent).toEqual([])
    await page.getByRole('button', { name: 'Delete' }).click()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await expect.poll(() => server.sent).toEqual([{ method: 'DELETE', path: '/stones/stone-7' }])
    expect(complaints).toEqual([])
  })
})
