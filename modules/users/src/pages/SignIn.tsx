import { AuthLayout, Form, LinkButton, TextField } from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { Title, useForm, useText } from 'ashlar/react'
import type { ReactNode } from 'react'
import { type pages, routes } from '../contract.ts'
import type en from '../locales/en.json'

export default function SignIn({ returnTo, signUpOpen }: PropsOf<typeof pages.SignIn>): ReactNode {
  const text = useText<typeof en>('users')
  const form = useForm(routes.startSession, { initial: { email: '', password: '', returnTo } })
  const signUp = returnTo === undefined ? routes.signUp() : routes.signUp({ query: { returnTo } })
  return (
    <>
      <Title>{text('signIn.title')}</Title>
      <h1 className="mb-4 text-xl font-semibold tracking-tight">{text('signIn.title')}</h1>
      <Form form={form} submitLabel={text('signIn.submit')}>
        <TextField
          label={text('signIn.email')}
          type="email"
          autoComplete="username"
          autoFocus
          {...form.field('email')}
        />
        <TextField
          label={text('signIn.password')}
          type="password"
          autoComplete="current-password"
          {...form.field('password')}
        />
      </Form>
      {signUpOpen && (
        <p className="mt-6 flex flex-wrap items-center gap-2 text-sm text-muted">
          {text('signIn.noAccount')}
          <LinkButton to={signUp}>{text('signIn.signUp')}</LinkButton>
        </p>
      )}
    </>
  )
}

SignIn.layout = AuthLayout
