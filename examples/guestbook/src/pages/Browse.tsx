import { AppShell, Card, ConfirmButton, EmptyState, PageHeader, TextAreaField, Form as UiForm } from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { useAction, useForm, useFormat, useText } from 'ashlar/react'
import { type Entry, type pages, routes } from '../contract.ts'
import type en from '../locales/en.json'

const longest = 500

export default function Browse({ entries, maySign, mayModerate }: PropsOf<typeof pages.Browse>) {
  const text = useText<typeof en>('guestbook')
  return (
    <>
      <PageHeader title={text('title')} description={text('description')} />
      <div className="grid gap-6 lg:grid-cols-[2fr_1fr] lg:items-start">
        <section className="order-2 grid gap-4 lg:order-1">
          {entries.length === 0 ? <EmptyState title={text('none')} /> : null}
          {entries.map((entry) => (
            <SignedEntry key={entry.id} entry={entry} mayRemove={mayModerate} />
          ))}
        </section>
        <div className="order-1 lg:order-2">
          <Card>{maySign ? <SignForm /> : <p>{text('signIn')}</p>}</Card>
        </div>
      </div>
    </>
  )
}

function SignedEntry({ entry, mayRemove }: { readonly entry: Entry; readonly mayRemove: boolean }) {
  const text = useText<typeof en>('guestbook')
  const format = useFormat()
  const remove = useAction(routes.remove)
  const { id, author, message, signedAt } = entry
  return (
    <Card>
      <blockquote className="guestbook-entry">
        <p className="whitespace-pre-wrap break-words">{message}</p>
        <footer className="mt-2 flex flex-wrap items-center justify-between gap-2 text-sm text-muted">
          {text('by', { author, when: format.moment(signedAt) })}
          {mayRemove ? (
            <ConfirmButton
              label={text('remove')}
              title={text('removeTitle', { author })}
              description={text('removeText')}
              disabled={remove.processing}
              onConfirm={() => remove.send({ params: { id } })}
            />
          ) : null}
        </footer>
      </blockquote>
    </Card>
  )
}

function SignForm() {
  const text = useText<typeof en>('guestbook')
  const form = useForm(routes.sign, { initial: { message: '' }, preserveState: false })
  const message = form.field('message')
  return (
    <UiForm form={form} submitLabel={text('sign')}>
      <TextAreaField
        label={text('message')}
        hint={text('left', { count: Math.max(0, longest - message.value.length) })}
        {...message}
      />
    </UiForm>
  )
}

Browse.layout = AppShell
