import type { FlagRules } from 'ashlar/contract'
import { getTenantIds } from '../../app/choose-tenant.ts'
import { withApp } from '../../app/with-app.ts'
import { defineAshlarCommand } from '../../command.ts'
import { choiceNeeded, invalidOption, optionsClash } from '../../errors.ts'
import { parseList } from '../../terminal/options.ts'
import { printDone, printJson } from '../../terminal/print.ts'
import { describeRules, flagArgs, flagName } from './flag-args.ts'

export const set = defineAshlarCommand({
  name: 'flags set',
  description:
    'Say for whom a feature is on; it replaces what was said before, and every process has it within a second',
  args: {
    ...flagArgs,
    flag: flagName,
    on: { type: 'boolean', description: 'On for everybody' },
    off: { type: 'boolean', description: 'Off for everybody' },
    tenants: {
      type: 'string',
      valueHint: 'tenants',
      description: 'On for these tenants, by short name or id, separated by commas',
    },
    roles: { type: 'string', valueHint: 'roles', description: 'On for these roles, separated by commas' },
    users: { type: 'string', valueHint: 'ids', description: 'On for these users, separated by commas' },
    percent: { type: 'string', valueHint: 'number', description: 'On for a share of all, from 0 to 100' },
  },
  run: async ({ args }) => {
    const named = readRules(args)
    const rules = await withApp({ from: process.cwd(), embedded: args.embedded }, async (app) => {
      const { tenants } = named
      const meant = tenants === undefined ? named : { ...named, tenants: await getTenantIds(app, tenants) }
      await app.run(() => app.flags.set(args.flag, meant))
      return meant
    })
    if (args.json) return printJson({ flag: args.flag, rules })
    printDone(`${args.flag} is ${describeRules(named)}`)
  },
})

interface RuleArgs {
  readonly on?: boolean | undefined
  readonly off?: boolean | undefined
  readonly tenants?: string | undefined
  readonly roles?: string | undefined
  readonly users?: string | undefined
  readonly percent?: string | undefined
}

function readRules({ on, off, tenants, roles, users, percent }: RuleArgs): FlagRules {
  const given = Object.entries({ tenants, roles, users, percent }).filter(([, value]) => value !== undefined)
  const some = given.map(([name]) => name)
  if (off && (on || some.length > 0)) throw optionsClash('off', on ? ['on'] : some)
  if (!on && !off && some.length === 0) throw choiceNeeded('flags set', '--on, --off, or whom the flag is on for')
  return {
    ...(on || off ? { everybody: on ?? false } : {}),
    ...(tenants === undefined ? {} : { tenants: parseNames('tenants', tenants) }),
    ...(roles === undefined ? {} : { roles: parseNames('roles', roles) }),
    ...(users === undefined ? {} : { users: parseNames('users', users) }),
    ...(percent === undefined ? {} : { percent: parseShare(percent) }),
  }
}

/** A list with nobody in it would switch the flag off for everybody, which `--off` says. */
function parseNames(option: string, list: string): readonly string[] {
  const names = parseList(list)
  if (names.length === 0) throw invalidOption(option, list, 'one or several, separated by commas')
  return names
}

function parseShare(percent: string): number {
  const share = percent.trim() === '' ? Number.NaN : Number(percent)
  if (!(share >= 0 && share <= 100)) throw invalidOption('percent', percent, 'a number from 0 to 100')
  return share
}
