/** The browser that people's walks are taken in. */
import { type Browser, chromium } from 'playwright-core'

/** Starts Chromium: the one that was brought for the tests, or Debian's. */
export function launchBrowser(): Promise<Browser> {
  const libraries = process.env.CHROMIUM_LIBRARIES
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
    ...(libraries ? { env: { ...process.env, LD_LIBRARY_PATH: libraries } } : {}),
  })
}
