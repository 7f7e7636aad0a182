import { chromium } from 'playwright-core'
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
const page = await b.newPage({ viewport: { width: 1200, height: 800 } })
page.on('console', (m) => { if (m.type() === 'error' || m.type() === 'warning') console.log('console', m.type(), m.text().slice(0, 300)) })
page.on('pageerror', (e) => console.log('pageerror', String(e).slice(0, 500)))
const base = 'http://localhost:4179'
const shot = (n: string) => page.screenshot({ path: `/tmp/users-probe/shots/${n}.png` })
await page.goto(base + '/account'); await page.waitForLoadState('networkidle')
await page.getByLabel('Email').fill('admin@demo.test'); await page.getByLabel('Password').fill('wrong one here'); await page.getByRole('button', { name: 'Sign in' }).click(); await page.waitForTimeout(1000); await shot('5-wrong'); 
await page.getByLabel('Password').fill('let-me-look-around'); await page.getByRole('button', { name: 'Sign in' }).click(); await page.waitForURL(/\/account/); await page.waitForTimeout(500); await shot('6-account'); console.log(page.url())
await page.getByLabel('Current password').fill('let-me-look-around'); await page.getByLabel('New password').fill('another windmill here'); await page.getByRole('button', { name: 'Change password' }).click(); await page.waitForTimeout(1500); await shot('7-changed')
await page.goto(base + '/account/sessions'); await page.waitForLoadState('networkidle'); await shot('8-sessions')
await page.goto(base + '/users'); await page.waitForLoadState('networkidle'); await shot('9-users')
await page.getByRole('searchbox').fill('sam'); await page.waitForTimeout(1200); console.log(page.url()); await shot('10-search')
await page.getByRole('link', { name: 'Sam Lindqvist' }).click(); await page.waitForTimeout(1000); await shot('11-show')
await page.getByRole('link', { name: 'Edit' }).click(); await page.waitForTimeout(1000); await page.getByLabel('Roles').fill('sales, viewer'); await shot('12-edit'); await page.getByRole('button', { name: 'Save' }).click(); await page.waitForTimeout(1000); await shot('13-saved')
await page.getByRole('button', { name: 'Disable' }).click(); await page.waitForTimeout(500); await shot('14-confirm'); await page.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click(); await page.waitForTimeout(1000); await shot('15-disabled')
await b.close()
