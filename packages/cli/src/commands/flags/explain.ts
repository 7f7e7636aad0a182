import type { ExplainedFlag } from 'ashlar/contract'
import { getTenantIds } from '../../app/choose-tenant.ts'
import { withApp } from '../../app/with-app.ts'
import { defineAshlarCommand } from '../../command.ts'
import { parseList } from '../../terminal/options.ts'
import { printJson, printLine } from '../../terminal/print.ts'
import { tenantOption } from '../tenant/tenant-option.ts'
import { flagArgs, flagName } from './flag-args.ts'

const reasons: Readonly<Record<ExplainedFlag['because'], string>> = {
  default: 'its declaration says so',
  everybody: 'it is on for everybody',
  tenant: 'it is on for the tenant',
  role: 'it is on for a role of the user',
  user: 'it is on for the user',
  percent: 'the share it is on for holds who is asked about',
  none: 'none of its rules fits',
}

export const explain = defineAshlarCommand({
  name: 'flags explain',
  description: 'Tell whether a feature is on for somebody, and why',
  args: {
    ...flagArgs,
    flag: flagName,
    tenant: tenantOption,
    user: { type: 'string', valueHint: 'id', description: 'For a user' },
    roles: { type: 'string', valueHint: 'roles', description: 'With these roles, separated by commas' },
  },
  run: async ({ args }) => {
    const { user, roles } = args
    const explained = await withApp({ from: process.cwd(), embedded: args.embedded }, async (app) => {
      const [tenant] = args.tenant === undefined ? [] : await getTenantIds(app, [args.tenant])
      return app.flags.explain(args.flag, { tenant, user, roles: roles === undefined ? undefined : parseList(roles) })
    })
    if (args.json) return printJson(explained)
    printLine(`${args.flag} is ${explained.on ? 'on' : 'off'}: ${reasons[explained.because]}.`)
    if (explained.problem !== undefined) printLine(`What was set does not fit any more: ${explained.problem}`)
  },
})
