/** Every page of the kit, in every look, for everybody. */
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { findBarriers } from './find-barriers.ts'
import { type OpenKit, openKit } from './open-kit.ts'

let kit: OpenKit

beforeAll(async () => {
  kit = await openKit()
})
afterEach(() => kit.leave())
afterAll(() => kit?.close())

const paths = [
  '/stones',
  '/stones?search=marble',
  '/stones?search=Rind',
  '/stones/new',
  '/stones/stone-7',
  '/stones/stone-long',
  '/stones/sign-in',
  '/nowhere',
]

/** What is wider than the window or than the frame it stands in. */
const findOverflow = (page: Page) =>
  page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('main, section')]
      .filter((element) => element.scrollWidth > element.clientWidth)
      .map(({ tagName }) => tagName),
  )

test.each([
  { look: 'light', options: { colorScheme: 'light' } },
  { look: 'dark', options: { colorScheme: 'dark' } },
  { look: 'narrow', options: { viewport: { width: 360, height: 780 } } },
] as const)(
  'no page has a barrier, is wider than its window or breaks its policy, in a $look window',
  async ({ options }) => {
    const { page, complaints, goTo } = await kit.visit('/stones', options)
    for (const path of paths) {
      await goTo(path)
      if (path.endsWith('new')) await page.getByRole('button', { name: 'Save' }).click()
      expect({ path, overflow: await findOverflow(page) }).toEqual({ path, overflow: [] })
      const rules = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']
      expect({ path, found: await findBarriers(page, { rules }) }).toEqual({ path, found: [] })
    }
    expect(complaints.filter((text) => !text.includes('status of 404'))).toEqual([])
  },
)
