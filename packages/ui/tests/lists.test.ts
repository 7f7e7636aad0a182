/** Records as a person reads them: many in a list, and the history of one. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type OpenKit, openKit } from './open-kit.ts'

let kit: OpenKit

beforeAll(async () => {
  kit = await openKit()
})
afterEach(() => kit.leave())
afterAll(() => kit?.close())

describe('a list', () => {
  test('is searched, narrowed, sorted and paged in its address, and loads nothing but itself', async () => {
    const { page, server, complaints, query } = await kit.visit('/stones')
    await page.getByLabel('Search stones').pressSequentially('stone 1')
    await expect.poll(query).toContain('search=stone+1')
    expect(await page.getByRole('row').count()).toBe(11)
    expect(await page.getByLabel('Search stones').evaluate((box) => box === document.activeElement)).toBe(true)

    await page.getByLabel('Search stones').fill('')
    await expect.poll(query).not.toContain('search')
    await page.getByRole('link', { name: 'Weight' }).click()
    await expect.poll(query).toContain('sort=weight')
    await page.getByRole('link', { name: 'Weight' }).click()
    await expect.poll(query).toContain('sort=-weight')
    expect(await page.getByRole('columnheader', { name: 'Weight' }).getAttribute('aria-sort')).toBe('descending')
    expect(await page.getByRole('row').nth(1).textContent()).toContain('Stone 44')

    await page.getByRole('link', { name: '5', exact: true }).click()
    await expect.poll(() => page.getByText('41 to 45 of 45').isVisible()).toBe(true)
    await page.goBack()
    await expect.poll(() => page.getByText('1 to 10 of 45').isVisible()).toBe(true)

    await page.getByLabel('Kind').selectOption('heavy')
    await expect.poll(query).toContain('kind=heavy')
    await expect.poll(() => page.getByText('1 to 10 of 19').isVisible()).toBe(true)

    expect(await page.getByText('Drawn 1', { exact: true }).isVisible()).toBe(true)
    expect(new Set(server.asked.slice(1))).toEqual(new Set(['stones,query']))
    expect(complaints).toEqual([])
  })

  test('says when nothing fits, and leads back to all of it', async () => {
    const { page } = await kit.visit('/stones?search=marble')
    expect(await page.getByText('Nothing fits this search.').isVisible()).toBe(true)
    await page.getByRole('button', { name: 'Show all' }).click()
    await expect.poll(() => page.getByRole('row').count()).toBe(11)
  })

  test('follows a row wherever it is clicked, and moves the focus and the title to the next page', async () => {
    const { page, complaints, focused } = await kit.visit('/stones')
    await page.getByRole('cell', { name: '6 kg', exact: true }).click()
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe('Stone 03')
    await expect.poll(focused).toBe('Stone 03')
    await expect.poll(() => page.title()).toBe('Stone 03 · Quarry')
    await expect.poll(() => page.locator('body > [role=status]').textContent()).toBe('Stone 03 · Quarry')
    expect(complaints).toEqual([])
  })
})

test('a history tells who changed what, through whom and when, and nothing of fields that are not for show', async () => {
  const { page, goTo } = await kit.visit('/stones/stone-1')
  const changes = page.getByRole('listitem').filter({ has: page.locator('time') })

  expect(await changes.allInnerTexts()).toEqual([
    expect.stringMatching(/^Somebody unknown deleted this\s+Mar 4, 2026/),
    expect.stringMatching(/^Ada Lovelace changed this\s+through Grace Hopper\s+Mar 3, 2026/),
    expect.stringMatching(/^Ada Lovelace added this\s+Mar 2, 2026[^\n]*$/),
  ])
  const update = changes.nth(1)
  expect(await update.locator('time').getAttribute('datetime')).toBe('2026-03-03T09:00:00.000Z')
  expect(await update.getByRole('term').allInnerTexts()).toEqual(['Weight', 'Name', 'Note', 'Number of the safe'])
  const values = (await update.getByRole('definition').allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))
  expect(values).toEqual([
    'from 4 kg → to 6 kg',
    expect.stringMatching(/^from Pebble → to Rind/),
    'from empty → to chipped',
    'changed, and not shown',
  ])
  await goTo('/stones/stone-0')
  expect(await page.getByText('Nothing has changed yet.').count()).toBe(1)
})
