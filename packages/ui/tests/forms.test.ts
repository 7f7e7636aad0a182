/** Forms as a person fills them in. */
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { findBarriers } from './find-barriers.ts'
import { type OpenKit, openKit } from './open-kit.ts'

let kit: OpenKit

beforeAll(async () => {
  kit = await openKit()
})
afterEach(() => kit.leave())
afterAll(() => kit?.close())

/** What keeps people out of an open box and its list. All else is hidden from assistive technology then. */
const findBarriersOfBox = (page: Page) =>
  findBarriers(page, { parts: ['[aria-expanded=true]', '[data-base-ui-portal]'] })

/** Lets a box take one text after another, with no pause in between. */
async function enterAtOnce(box: Locator, ...texts: readonly string[]): Promise<void> {
  await box.evaluate((input, entered) => {
    const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
    for (const text of entered) {
      write?.call(input, text)
      input.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }))
    }
  }, texts)
}

describe('a form about something that somebody else changes meanwhile', () => {
  test('takes over what they changed, keeps what was entered, and overwrites nothing unseen', async () => {
    const { page, server, complaints } = await kit.visit('/stones/revised')
    const isThere = (name: string, text: string) => expect.poll(() => page.getByLabel(name).inputValue()).toBe(text)
    const save = async () => {
      const shownAgain = page.waitForResponse((answer) => answer.request().method() === 'GET')
      await page.getByRole('button', { name: 'Save' }).click()
      await shownAgain
      await page.locator('[aria-busy=true]').waitFor({ state: 'detached' })
    }
    await page.getByLabel('Name').fill('Green slate')
    await save()
    // Nothing was changed, so the row stays as it is.
    await save()
    await page.getByLabel('Name').fill('Blue slate')
    await fetch(`${server.address}/stones/revised`, {
      method: 'PUT',
      redirect: 'manual',
      body: JSON.stringify({ name: 'Red slate', notes: 'From the north', version: 2 }),
    })
    await fetch(`${server.address}/switch`, {
      method: 'POST',
      redirect: 'manual',
      body: JSON.stringify({ slug: 'south' }),
    })
    await save()

    await isThere('Notes', 'From the north')
    await isThere('Name', 'Blue slate')
    expect(await page.getByRole('alert').getByRole('listitem').allTextContents()).toEqual([
      'Somebody else has saved this meanwhile. Look at what is new, then save again.',
      'Name: Somebody else has changed this too; saving replaces it with what is here.',
      'Notes: Somebody else has changed this meanwhile; here it is as it is now.',
    ])
    await save()
    await expect.poll(() => page.getByRole('alert').count()).toBe(0)
    const rows = server.sent
      .filter(({ method }) => method === 'PUT')
      .map(({ name, notes, version }) => [name, notes, version])
    expect(rows).toEqual([
      ['Green slate', 'Grey', 1],
      ['Green slate', 'Grey', 2],
      ['Red slate', 'From the north', 2],
      ['Blue slate', 'Grey', 2],
      ['Blue slate', 'From the north', 3],
    ])
    expect(complaints).toEqual([])
    // Whom the page was made for when it was sent: it learnt of the switch with the answer to the third time.
    const tenants = server.sent.flatMap(({ tenant }) => tenant ?? [])
    expect(tenants).toEqual(['north', 'north', 'north', 'south'])
  })
})

test('a form is not overtaken by what leaves its fields as they were', async () => {
  const { page, server } = await kit.visit('/stones/revised')
  await page.getByLabel('Name').fill('Green slate')
  await page.getByRole('button', { name: 'Polish' }).click()
  await page.getByText('Version 2').waitFor()
  await page.getByRole('button', { name: 'Save' }).click()

  await expect.poll(() => server.sent.at(-1)).toMatchObject({ method: 'PUT', name: 'Green slate', version: 2 })
})

test('a form that is refused stays with what was entered when its page is not there any more', async () => {
  const { page, server, focused } = await kit.visit('/stones/revised')
  const save = page.getByRole('button', { name: 'Save' })
  await page.getByLabel('Name').fill('Elsewhere')
  await page.getByLabel('Notes').fill('Typed at length')
  await save.click()
  await expect.poll(focused).toContain('You work elsewhere by now.')
  expect(await page.getByLabel('Notes').inputValue()).toBe('Typed at length')
  expect(new URL(page.url()).pathname).toBe('/stones/revised')

  await page.getByLabel('Name').fill('Here')
  await save.click()
  const sent = { method: 'PUT', name: 'Here', notes: 'Typed at length', version: 1, tenant: 'north' }
  await expect.poll(() => server.sent.at(-1)).toMatchObject(sent)
})

describe('a form', () => {
  test('says what is wrong before it is sent, and leads to the field', async () => {
    const { page, server, complaints, focused } = await kit.visit('/stones/new')
    await page.getByLabel('Weight').fill('heavy')
    await page.getByRole('button', { name: 'Save' }).click()

    await expect.poll(focused).toContain('Some entries need another look:')
    expect(await page.getByRole('alert').getByRole('link').allTextContents()).toEqual([
      'Name: Fill this in.',
      'Weight: Enter a number.',
      'Quarry: Fill this in.',
    ])
    await page.getByRole('link', { name: 'Quarry:' }).click()
    expect(await page.getByLabel('Quarry').evaluate((field) => field === document.activeElement)).toBe(true)
    expect(await page.getByLabel('Name').getAttribute('aria-invalid')).toBe('true')
    expect(await page.getByLabel('Weight').inputValue()).toBe('heavy')

    await page.getByLabel('Name').fill('A name that is much too long')
    expect(await page.getByRole('link', { name: 'Name:' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('Name: Enter at most 20 characters.')
    expect(server.sent).toEqual([])
    expect(complaints).toEqual([])
  })

  test('is sent as its fields stand, and shows what the server refuses', async () => {
    const { page, server, complaints } = await kit.visit('/stones/new')
    await page.getByLabel('Name').fill('Taken')
    await page.getByLabel('Weight').fill('1,012.5')
    await page.getByLabel('Price').fill('12.3')
    await page.getByLabel('Quarry').selectOption('South')
    await page.getByRole('combobox', { name: 'Supplier' }).fill('supplier 4')
    await page.getByRole('option', { name: 'Supplier 42' }).click()
    await page.getByLabel('Found on').fill('2026-03-02')
    await page.getByLabel('Polished').check()
    expect(await page.getByLabel('Price').inputValue()).toBe('12.30')
    await page.getByRole('button', { name: 'Save' }).click()

    await expect.poll(() => page.getByRole('alert').textContent()).toContain('Name: This name is taken.')
    await page.getByLabel('Name').fill('Free')
    await page.getByLabel('Found on').fill('')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => page.getByText('It was done.').isVisible()).toBe(true)

    const stone = {
      weight: 1012.5,
      price: 1230,
      quarry: 'south',
      supplier: 's42',
      mason: 'm3',
      polished: true,
      notes: '',
    }
    expect(server.sent).toEqual([
      { method: 'POST', path: '/stones', ...stone, name: 'Taken', foundOn: '2026-03-02' },
      { method: 'POST', path: '/stones', ...stone, name: 'Free', foundOn: null },
    ])
    await page.getByRole('button', { name: 'Close' }).click()
    expect(await page.getByText('It was done.').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  test('finds a choice on the server while a person types, by keyboard alone', async () => {
    const { page, server, complaints } = await kit.visit('/stones/new')
    const box = page.getByRole('combobox', { name: 'Mason' })
    expect(await box.inputValue()).toBe('Mason 3')
    expect(await box.getAttribute('aria-autocomplete')).toBe('list')

    await box.press('ArrowDown')
    await page.getByRole('option', { name: 'Mason 29' }).waitFor()
    expect(await box.getAttribute('aria-expanded')).toBe('true')
    expect(await page.getByRole('option', { name: 'Mason 3', exact: true }).getAttribute('aria-selected')).toBe('true')
    await enterAtOnce(box, 'm', 'maso', 'mason 1')
    await expect.poll(() => page.getByRole('option').count()).toBe(11)
    await expect.poll(() => box.getAttribute('aria-activedescendant')).not.toBeNull()
    const active = await box.getAttribute('aria-activedescendant')
    expect(await page.locator(`[id="${active}"]`).textContent()).toBe('Mason 1')
    await box.press('ArrowDown')
    await box.press('Enter')
    await expect.poll(() => box.inputValue()).toBe('Mason 10')
    await expect.poll(() => page.getByRole('listbox').count()).toBe(0)
    expect(server.searched).toEqual(['', 'mason 1'])

    await page.getByLabel('Name').fill('Found')
    await page.getByLabel('Weight').fill('1')
    await page.getByLabel('Quarry').selectOption('South')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => server.sent).toMatchObject([{ name: 'Found', mason: 'm10' }])
    expect(complaints).toEqual([])
  })

  test('says when no choice fits, and when the choices cannot be loaded, and keeps what was chosen', async () => {
    const { page } = await kit.visit('/stones/new')
    const box = page.getByRole('combobox', { name: 'Mason' })
    await box.fill('nobody')
    await page.getByText('Nothing fits.').waitFor()
    await box.fill('broken')
    await page.getByText('The choices could not be loaded. Type again to try once more.').waitFor()
    expect(await page.getByText('Nothing fits.').count()).toBe(0)
    expect(await findBarriersOfBox(page)).toEqual([])
    await box.fill('mason')
    await page.getByRole('option', { name: 'Mason 29' }).waitFor()
    expect(await findBarriersOfBox(page)).toEqual([])
    await box.press('Tab')
    await expect.poll(() => box.inputValue()).toBe('Mason 3')
  })

  test('asks before entries are left behind', async () => {
    const { page, server } = await kit.visit('/stones/new')
    const questions: string[] = []
    let answer = false
    page.on('dialog', (dialog) => {
      questions.push(dialog.message())
      return answer ? dialog.accept() : dialog.dismiss()
    })
    await page.getByRole('link', { name: 'Cancel' }).click()
    await expect.poll(() => page.url()).toBe(`${server.address}/stones`)
    await page.getByRole('link', { name: 'Add a stone' }).click()
    await page.getByLabel('Name').fill('Half')
    await page.getByRole('link', { name: 'Cancel' }).click()
    expect(page.url()).toBe(`${server.address}/stones/new`)
    answer = true
    await page.getByRole('link', { name: 'Cancel' }).click()
    await expect.poll(() => page.url()).toBe(`${server.address}/stones`)
    const question = 'You have changes that are not saved. Leave without them?'
    expect(questions).toEqual([question, question])
  })
})
