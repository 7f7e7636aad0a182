import { AppShell, Card, EmptyState, FileField, PageHeader, Form as UiForm } from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { Link, useForm, useFormat, useText } from 'ashlar/react'
import { type FileImport, importColumns, type pages, routes } from '../contract.ts'
import type en from '../locales/en.json'
import { ImportState } from './import-state.tsx'

export default function Imports({ imports }: PropsOf<typeof pages.Imports>) {
  const text = useText<typeof en>('customers')
  const form = useForm(routes.startImport, { initial: { file: undefined as never } })
  return (
    <>
      <PageHeader title={text('import.title')} breadcrumb={[{ label: text('many'), to: routes.list() }]} />
      <div className="grid gap-5">
        <Card>
          <UiForm form={form} submitLabel={text('import.start')}>
            <FileField
              label={text('import.file')}
              hint={text('import.hint', { columns: importColumns.join(', ') })}
              accept=".csv,text/csv"
              {...form.field('file')}
            />
          </UiForm>
        </Card>
        <Card title={text('import.earlier')}>
          {imports.length === 0 ? <EmptyState title={text('import.none')} /> : <ImportTable imports={imports} />}
        </Card>
      </div>
    </>
  )
}

function ImportTable({ imports }: { readonly imports: readonly FileImport[] }) {
  const text = useText<typeof en>('customers')
  const { moment, number } = useFormat()
  return (
    <div className="-mx-4">
      <table className="ui-table ui-table-cards">
        <thead>
          <tr>
            <th scope="col">{text('import.file')}</th>
            <th scope="col">{text('import.started')}</th>
            <th scope="col">{text('import.state')}</th>
            <th scope="col" className="end">
              {text('import.added')}
            </th>
          </tr>
        </thead>
        <tbody>
          {imports.map(({ id, fileName, startedAt, state, added }) => (
            <tr key={id}>
              <th scope="row">
                <Link to={routes.showImport({ id })} className="text-accent hover:underline">
                  {fileName}
                </Link>
              </th>
              <td data-label={text('import.started')}>{moment(startedAt)}</td>
              <td data-label={text('import.state')}>
                <ImportState state={state} />
              </td>
              <td className="end" data-label={text('import.added')}>
                {number(added)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

Imports.layout = AppShell
