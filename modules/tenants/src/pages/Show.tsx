import {
  AppShell,
  Badge,
  Button,
  Card,
  ComboboxField,
  ConfirmButton,
  DescriptionList,
  EmptyState,
  LinkButton,
  PageHeader,
  Form as UiForm,
} from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { fetchRoute, useAction, useForm, useFormat, useText } from 'ashlar/react'
import type { ReactNode } from 'react'
import { type pages, routes, type TenantSummary } from '../contract.ts'
import type en from '../locales/en.json'

type ShowProps = PropsOf<typeof pages.Show>

export default function Show({ tenant, members, waiting }: ShowProps): ReactNode {
  const text = useText<typeof en>('tenants')
  const format = useFormat()
  const suspend = useAction(routes.suspend)
  const resume = useAction(routes.resume)
  const { id, name, slug, suspended, createdAt } = tenant
  return (
    <>
      <PageHeader
        title={name}
        description={slug}
        actions={
          <>
            <LinkButton to={routes.edit({ id })}>{text('edit')}</LinkButton>
            {suspended ? (
              <Button disabled={resume.processing} onClick={() => resume.send({ params: { id } })}>
                {text('resume')}
              </Button>
            ) : (
              <ConfirmButton
                label={text('suspend')}
                title={text('suspendTitle', { name })}
                description={text('suspendText')}
                disabled={suspend.processing}
                onConfirm={() => suspend.send({ params: { id } })}
              />
            )}
          </>
        }
      />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Card title={text('details')}>
          <DescriptionList
            items={[
              [
                text('status'),
                <Badge key="status" tone={suspended ? 'warning' : 'success'}>
                  {text(suspended ? 'suspended' : 'active')}
                </Badge>,
              ],
              [text('createdAt'), format.moment(createdAt)],
              ...(suspended
                ? [[text('work'), waiting === 0 ? text('nothingWaits') : text('waiting', { count: waiting })] as const]
                : []),
            ]}
          />
        </Card>
        <Card title={text('members')}>
          <Members tenant={tenant} members={members} />
          <AddMember tenant={tenant} />
        </Card>
      </div>
    </>
  )
}

Show.layout = AppShell

function Members({ tenant, members }: Pick<ShowProps, 'tenant' | 'members'>): ReactNode {
  const text = useText<typeof en>('tenants')
  const remove = useAction(routes.removeMember)
  if (members.length === 0) return <EmptyState title={text('noMembers')} icon="users" />
  return (
    <ul className="divide-y divide-line">
      {members.map(({ id, name, email }) => (
        <li key={id} className="flex items-center justify-between gap-3 py-3 first:pt-0">
          <div className="min-w-0">
            <p className="truncate font-medium">{name}</p>
            <p className="truncate text-[0.8125rem] text-muted">{email}</p>
          </div>
          <ConfirmButton
            label={text('remove')}
            title={text('removeTitle', { name })}
            description={text('removeText', { name, tenant: tenant.name })}
            disabled={remove.processing}
            onConfirm={() => remove.send({ params: { id: tenant.id, userId: id } })}
          />
        </li>
      ))}
    </ul>
  )
}

/** The form is made anew when somebody was added, so that it is empty again. */
function AddMember({ tenant }: { readonly tenant: TenantSummary }): ReactNode {
  return (
    <div className="mt-4 border-t border-line pt-4">
      <AddMemberForm key={tenant.members} tenant={tenant} />
    </div>
  )
}

function AddMemberForm({ tenant: { id } }: { readonly tenant: TenantSummary }): ReactNode {
  const text = useText<typeof en>('tenants')
  const form = useForm(routes.addMember, { params: { id }, initial: { userId: '' as never } })
  return (
    <UiForm form={form} submitLabel={text('addPerson')}>
      <ComboboxField
        label={text('addMember')}
        placeholder={text('findUser')}
        choices={[]}
        search={async (search) =>
          (await fetchRoute(routes.findUsers, { query: { search } })).map(({ id: userId, name, email }) => ({
            value: userId,
            label: name,
            hint: email,
          }))
        }
        {...form.field('userId')}
      />
    </UiForm>
  )
}
