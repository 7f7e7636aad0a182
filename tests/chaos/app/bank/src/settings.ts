import { defineSettings } from 'ashlar/contract'
import { z } from 'zod'

export const settings = defineSettings('bank', {
  fault: {
    schema: z.enum(['none', 'ack-before-commit', 'book-twice', 'half', 'refuse-after-commit']).default('none'),
    help: 'The fault this app is to have, so that it can be seen that the harness finds it.',
  },
})
