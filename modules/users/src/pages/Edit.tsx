import { AppShell, Card, FieldGrid, Form, LinkButton, PageHeader, TextField } from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { useForm, useText } from 'ashlar/react'
import { type ReactNode, useState } from 'react'
import { type pages, routes } from '../contract.ts'
import type en from '../locales/en.json'

export default function Edit({ account, own, knownRoles }: PropsOf<typeof pages.Edit>): ReactNode {
  const text = useText<typeof en>('users')
  const { id, name, email, roles } = account
  const form = useForm(routes.update, { params: { id }, initial: { name, email, roles }, guard: true })
  const [rolesText, setRolesText] = useState(roles.join(', '))
  const knownHint = knownRoles.length > 0 ? ` ${text('users.knownRoles', { roles: knownRoles.join(', ') })}` : ''
  const rolesField = form.field('roles')
  return (
    <>
      <PageHeader title={text('users.editTitle', { name })} />
      <Card>
        <Form
          form={form}
          submitLabel={text('users.save')}
          secondary={<LinkButton to={routes.show({ id })}>{text('users.cancel')}</LinkButton>}
        >
          <FieldGrid>
            <TextField label={text('users.name')} autoComplete="off" {...form.field('name')} />
            <TextField label={text('users.email')} type="email" autoComplete="off" {...form.field('email')} />
          </FieldGrid>
          <TextField
            {...rolesField}
            label={text('users.roles')}
            hint={own ? text('users.ownRolesHint') : `${text('users.rolesHint')}${knownHint}`}
            disabled={own}
            value={rolesText}
            onChange={(entry = '') => {
              setRolesText(entry)
              form.setField('roles', splitRoles(entry))
            }}
          />
        </Form>
      </Card>
    </>
  )
}

Edit.layout = AppShell

function splitRoles(entry: string): string[] {
  return entry
    .split(',')
    .map((role) => role.trim())
    .filter((role) => role !== '')
}
