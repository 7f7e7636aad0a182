import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { createWorkspace, writeModule } from './workspace.ts'

const guide = resolve(import.meta.dirname, '../../../docs/guides/contract-lock.md')

/** It runs many commands. */
const minutes = 60_000

interface Block {
  readonly language: string
  /** The file that it is the text of. */
  readonly file: string | undefined
  readonly text: string
}

function listBlocks(markdown: string): readonly Block[] {
  return [...markdown.matchAll(/^```(\w+)(?: file=(\S+))?\n([\s\S]*?)^```$/gm)].map(
    ([, language = '', file, text = '']) => ({ language, file, text }),
  )
}

test('the guide shows what its commands say', { timeout: 10 * minutes }, async () => {
  await using shop = await createWorkspace()
  const definition = 'permissions: contract.can, routes: contract.routes, offers: { catalog: contract.catalog }'
  await writeModule(shop, { id: 'catalog', definition })
  await writeModule(shop, { id: 'orders', contract: 'export {}\n' })
  const blocks = listBlocks(await readFile(guide, 'utf8'))
  expect(blocks.length).toBeGreaterThan(8)
  for (const { language, file, text } of blocks) {
    if (file !== undefined) await shop.write(file, text)
    if (language !== 'console') continue
    const said = text.match(/^\$ .*$/gm)?.map((line) => {
      const [, options = ''] = /^\$ npx ashlar contracts ?(.*)$/.exec(line) ?? []
      const { stdout, stderr } = shop.contracts(...options.split(' '))
      return [line, ...`${stdout}${stderr}`.trim().split('\n')].join('\n')
    })
    expect(`${said?.join('\n')}\n`).toBe(text)
  }
})
