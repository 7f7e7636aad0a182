import { AppShell, Badge, Card, Icon, LinkButton, PageHeader } from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { useAction, useCan, useShared, useText } from 'ashlar/react'
import type { ReactNode } from 'react'
import { can, type pages, routes } from '../contract.ts'
import type en from '../locales/en.json'

export default function Choose({ tenants, current, returnTo }: PropsOf<typeof pages.Choose>): ReactNode {
  const text = useText<typeof en>('tenants')
  const change = useAction(routes.switch)
  if (tenants.length === 0) return <NoTenant returnTo={returnTo} />
  return (
    <>
      <PageHeader title={text('choose.title')} description={text('choose.lead')} />
      <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
        {tenants.map(({ id, name, slug, suspended }) => (
          <li key={id}>
            <button
              type="button"
              disabled={suspended || change.processing}
              aria-current={slug === current ? 'true' : undefined}
              onClick={() => change.send({ body: { slug, returnTo } })}
              className="flex h-full w-full items-center gap-3 rounded-lg border border-line bg-surface p-4 text-start shadow-card enabled:hover:border-accent disabled:opacity-60"
            >
              <Icon name="building" size={20} className="text-muted" />
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{name}</span>
                <span className="block text-[0.8125rem] text-muted">
                  {suspended ? text('choose.suspendedHint') : slug}
                </span>
              </span>
              {slug === current && <Badge tone="accent">{text('choose.current')}</Badge>}
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

Choose.layout = AppShell

/** For who belongs to none: what to do about it, instead of lists that would all be empty. */
function NoTenant({ returnTo }: { readonly returnTo: string | undefined }): ReactNode {
  const text = useText<typeof en>('tenants')
  const { user } = useShared()
  const may = useCan()
  return (
    <>
      <PageHeader title={text('choose.noneTitle')} />
      <Card>
        <p className="max-w-prose">{text('choose.noneText', { email: user?.email ?? '' })}</p>
        <div className="mt-4 flex flex-wrap gap-2">
          <LinkButton to={routes.choose({ query: { returnTo } })}>{text('choose.again')}</LinkButton>
          {may(can.manage) && <LinkButton to={routes.list()}>{text('choose.administer')}</LinkButton>}
        </div>
      </Card>
    </>
  )
}
