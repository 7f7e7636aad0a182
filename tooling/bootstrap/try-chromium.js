/** Starts a browser as the browser tests do, reads a page in it, and says in one line why that failed if it did. */
import { chromium } from 'playwright-core'

const timeout = 60_000

try {
  const browser = await chromium.launch({ executablePath: process.argv[2], args: ['--no-sandbox'], timeout })
  const page = await browser.newPage()
  await page.setContent('<p>ready</p>', { timeout })
  await page.textContent('p', { timeout })
  await browser.close()
} catch (error) {
  process.stderr.write(`${String(error.message).split('\n')[0]}\n`)
  process.exitCode = 1
}
