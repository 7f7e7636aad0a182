/** The well-known sample data goes into the right modules. The files are not part of the project; where they are not beside it, small ones of our own stand in. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const cli = join(root, 'packages/cli/bin/ashlar.js')
const sample = resolve(root, '../shared/data/northwind')

let appFolder: string

beforeAll(async () => {
  const parent = join(root, '.ashlar', 'northwind-tests')
  await mkdir(parent, { recursive: true })
  appFolder = await mkdtemp(join(parent, 'demo-'))
  for (const file of ['package.json', 'app.config.ts']) await cp(join(root, 'apps/demo', file), join(appFolder, file))
  await symlink(join(root, 'node_modules'), join(appFolder, 'node_modules'), 'dir')
})
afterAll(() => rm(appFolder, { recursive: true, force: true }))

function ashlar(...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd: appFolder,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'development', CI: 'true' },
  })
  return { status, output: `${stdout}${stderr}` }
}

const files: Readonly<Record<string, string>> = {
  'categories.csv': 'categoryID,categoryName,description\n1,Inks,"Inks, all colours"\n',
  'suppliers.csv':
    'supplierID,companyName,contactName,contactTitle,address,city,region,postalCode,country,phone,fax,homePage\n1,Café & Fils,NULL,NULL,NULL,Genève,NULL,1201,Switzerland,NULL,NULL,NULL\n',
  'products.csv':
    'productID,productName,supplierID,categoryID,quantityPerUnit,unitPrice,unitsInStock,unitsOnOrder,reorderLevel,discontinued\n1,Lake blue,1,1,1 bottle,11.50,39,0,10,0\n2,Nowhere,1,99,1 bottle,11.50,39,0,10,0\n3,Priceless,1,1,1 bottle,cheap,39,0,10,0\n',
}

test('a file with a wrong row is refused as a whole, by file, line and reason; the others are kept', async () => {
  const folder = join(appFolder, 'wrong')
  await mkdir(folder)
  ashlar('tenant', 'create', 'traders')
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  const { status, output } = ashlar('db', 'seed', '--from', folder)
  expect(status).toBe(1)
  expect(output).toMatch(/products\.csv.*4/s)
  expect(output).toContain('Expected a price such as 18.00.')
  const again = ashlar('db', 'seed', '--from', folder)
  expect(again.output).toContain('there is a category "Inks" already')
})

test.skipIf(!existsSync(sample))(
  'the real sample loads whole (skipped where its folder is not beside the project)',
  () => {
    expect(ashlar('db', 'reset', '--yes').status).toBe(0)
    expect(ashlar('tenant', 'create', 'northwind').status).toBe(0)
    const { status, output } = ashlar('db', 'seed', '--from', sample)
    expect(output).not.toMatch(/refused/i)
    expect(status).toBe(0)
    for (const count of ['8', '29', '77', '91', '830', '2,?155']) expect(output).toMatch(new RegExp(`\\b${count}\\b`))
  },
)
