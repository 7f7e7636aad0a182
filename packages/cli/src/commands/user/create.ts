import { password as askPassword, text as askText } from '@clack/prompts'
import { accountAdmin, type NewAccount } from 'ashlar/contract'
import { getAppFolder } from '../../app/app-folder.ts'
import { withApp } from '../../app/with-app.ts'
import { defineAshlarCommand } from '../../command.ts'
import { accountAdminMissing, declined, optionNeeded } from '../../errors.ts'
import { isInteractive } from '../../terminal/confirm.ts'
import { parseList } from '../../terminal/options.ts'
import { printDone, printJson } from '../../terminal/print.ts'
import { readLine } from '../../terminal/read-line.ts'
import { embeddedOption } from '../db/embedded-option.ts'

export const create = defineAshlarCommand({
  name: 'user create',
  description: 'Make an account',
  args: {
    ...embeddedOption,
    email: { type: 'string', valueHint: 'address', description: 'The address to sign in with' },
    name: { type: 'string', valueHint: 'name', description: 'The name people see' },
    role: { type: 'string', valueHint: 'roles', description: 'Roles of the app, separated by commas' },
    'password-stdin': { type: 'boolean', description: 'Read the password from standard input' },
    json: { type: 'boolean', description: 'Print the account as JSON' },
  },
  run: async ({ args }) => {
    getAppFolder(process.cwd())
    const email = args.email ?? (await ask('email', 'Which email address?'))
    const name = args.name ?? (await ask('name', 'What is the name?'))
    const password = args['password-stdin']
      ? await readLine('password-stdin', 'a password on standard input')
      : await ask('password-stdin', 'Which password?', true)
    const account: NewAccount = { email, name, password, roles: parseList(args.role ?? '') }
    const { id } = await withApp({ from: process.cwd(), embedded: args.embedded }, async (app) => {
      const admin = await app.findService(accountAdmin)
      if (!admin) throw accountAdminMissing()
      return app.run(() => admin.createAccount(account))
    })
    if (args.json) return printJson({ id, email, name, roles: account.roles })
    const roles = account.roles.length === 0 ? 'no role' : account.roles.join(', ')
    printDone(`Made the account of ${name} <${email}> with ${roles} (${id})`)
  },
})

async function ask(option: string, message: string, secret = false): Promise<string> {
  if (!isInteractive()) throw optionNeeded(option)
  const answer = await (secret ? askPassword({ message }) : askText({ message }))
  if (typeof answer !== 'string') throw declined()
  return answer
}
