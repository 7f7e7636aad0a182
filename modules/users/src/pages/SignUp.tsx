import { AuthLayout, Form, LinkButton, TextField } from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { Title, useForm, useText } from 'ashlar/react'
import type { ReactNode } from 'react'
import { type pages, routes } from '../contract.ts'
import type en from '../locales/en.json'

export default function SignUp({ returnTo }: PropsOf<typeof pages.SignUp>): ReactNode {
  const text = useText<typeof en>('users')
  const form = useForm(routes.createAccount, { initial: { name: '', email: '', password: '', returnTo } })
  const signIn = returnTo === undefined ? routes.signIn() : routes.signIn({ query: { returnTo } })
  return (
    <>
      <Title>{text('signUp.title')}</Title>
      <h1 className="mb-4 text-xl font-semibold tracking-tight">{text('signUp.title')}</h1>
      <Form form={form} submitLabel={text('signUp.submit')}>
        <TextField label={text('signUp.name')} autoComplete="name" autoFocus {...form.field('name')} />
        <TextField label={text('signUp.email')} type="email" autoComplete="username" {...form.field('email')} />
        <TextField
          label={text('signUp.password')}
          hint={text('signUp.passwordHint')}
          type="password"
          autoComplete="new-password"
          {...form.field('password')}
        />
      </Form>
      <p className="mt-6 flex flex-wrap items-center gap-2 text-sm text-muted">
        {text('signUp.hasAccount')}
        <LinkButton to={signIn}>{text('signUp.signIn')}</LinkButton>
      </p>
    </>
  )
}

SignUp.layout = AuthLayout
