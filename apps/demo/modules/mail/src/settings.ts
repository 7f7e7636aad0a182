import { defineSettings } from 'ashlar/contract'
import { z } from 'zod'

export const settings = defineSettings('mail', {
  smtpUrl: {
    schema: z.union([z.literal(''), z.url({ protocol: /^smtps?$/ })]).default(''),
    help: 'the server that takes mail, such as smtps://user:password@mail.example.com; without one, mail is written into a folder',
    secret: true,
  },
  folder: {
    schema: z.string().min(1).default('.ashlar/mail'),
    help: 'where mail is written while there is no server to send it',
  },
  from: {
    schema: z.email().default('orders@desk.example'),
    help: 'the address that mail comes from',
  },
})
