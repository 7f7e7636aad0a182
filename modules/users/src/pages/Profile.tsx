import { AppShell, Card, Form, LinkButton, PageHeader, TextField } from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { useForm, useText } from 'ashlar/react'
import type { ReactNode } from 'react'
import { type pages, routes } from '../contract.ts'
import type en from '../locales/en.json'

export default function Profile({ profile }: PropsOf<typeof pages.Profile>): ReactNode {
  const text = useText<typeof en>('users')
  return (
    <>
      <PageHeader
        title={text('profile.title')}
        actions={<LinkButton to={routes.sessions()}>{text('profile.sessions')}</LinkButton>}
      />
      <div className="grid gap-6 lg:grid-cols-2">
        <Details profile={profile} />
        <Password />
      </div>
    </>
  )
}

Profile.layout = AppShell

function Details({ profile }: PropsOf<typeof pages.Profile>): ReactNode {
  const text = useText<typeof en>('users')
  const form = useForm(routes.updateProfile, { initial: { name: profile.name } })
  return (
    <Card title={text('profile.details')}>
      <Form form={form} submitLabel={text('profile.save')}>
        <TextField label={text('profile.name')} autoComplete="name" {...form.field('name')} />
        <TextField
          id={`${form.id}-email`}
          name="email"
          label={text('profile.email')}
          hint={text('profile.emailHint')}
          value={profile.email}
          onChange={() => undefined}
          disabled
        />
      </Form>
    </Card>
  )
}

function Password(): ReactNode {
  const text = useText<typeof en>('users')
  const form = useForm(routes.changePassword, {
    initial: { currentPassword: '', newPassword: '' },
    onSuccess: () => form.reset(),
  })
  return (
    <Card title={text('profile.password')}>
      <p className="mb-4 text-sm text-muted">{text('profile.passwordLead')}</p>
      <Form form={form} submitLabel={text('profile.changePassword')}>
        <TextField
          label={text('profile.currentPassword')}
          type="password"
          autoComplete="current-password"
          {...form.field('currentPassword')}
        />
        <TextField
          label={text('profile.newPassword')}
          hint={text('signUp.passwordHint')}
          type="password"
          autoComplete="new-password"
          {...form.field('newPassword')}
        />
      </Form>
    </Card>
  )
}
