import { testModules } from '@ashlar/testing'
import { defineModule } from 'ashlar'
import { definePages, page } from 'ashlar/contract'
import { describeModule } from 'ashlar/runtime'
import { expect, test } from 'vitest'
import { z } from 'zod'

test('pages that declare what JSON cannot carry are all named at boot', async () => {
  const pages = definePages('probe', {
    Day: page({ due: z.date() }),
    Tags: page({ tags: z.set(z.string()) }),
    Fine: page({ due: z.iso.date() }),
  })
  const definition = defineModule({ id: 'probe', pages })
  const module = {
    manifest: describeModule({ packageName: 'probe', version: '1.0.0' }, definition),
    load: async () => definition,
    migrationsFolder: '',
    localesFolder: '',
  }
  const refusal = await testModules([module]).catch((error: unknown) => error)
  expect(refusal).toMatchObject({
    code: 'ASH128',
    details: { problems: [{ code: 'ASH303' }, { code: 'ASH303' }] },
  })
  expect(String(refusal)).toMatch(/probe\/Day[\s\S]*probe\/Tags/)
})
