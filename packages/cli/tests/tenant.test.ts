import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openWorkshop } from './open-workshop.ts'

const { ashlar } = openWorkshop(async ({ moduleFolder }) => {
  const change = async (file: string, imports: string, from: string, to: string) => {
    const text = await readFile(join(moduleFolder, 'src', file), 'utf8')
    await writeFile(join(moduleFolder, 'src', file), `${imports}\n${text.replace(from, to)}`)
  }
  const offered = `  offers: { tenantAdmin },`
  await change('module.ts', `import { tenantAdmin } from 'ashlar/contract'`, "id: 'notes',", `id: 'notes',\n${offered}`)
  const refuse = `async () => { throw invalidFields({ slug: 'notes:errors.taken' }) }`
  await change(
    'start.ts',
    `import { invalidFields } from 'ashlar/http'`,
    '  return {',
    `  const refuse = ${refuse}
  return {
    offers: { tenantAdmin: { createTenant: refuse, addMember: refuse, suspend: refuse, resume: refuse } },`,
  )
  const texts = { menu: { list: 'Notes' }, draft: 'Note', errors: { taken: 'Somebody has this short name.' } }
  await writeFile(join(moduleFolder, 'src/locales/en.json'), JSON.stringify(texts))
})

test('what a module refuses is told in words', async () => {
  const { code, stderr } = await ashlar(['tenant', 'create', 'bristol'])
  expect([code, stderr]).toEqual([
    1,
    expect.stringContaining('The form cannot be accepted. slug: Somebody has this short name. [ASH225]'),
  ])
})
