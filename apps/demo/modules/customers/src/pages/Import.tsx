import { AppShell, Card, ConfirmButton, LinkButton, PageHeader } from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { useAction, useFormat, usePoll, useText } from 'ashlar/react'
import { type pages, routes } from '../contract.ts'
import type en from '../locales/en.json'
import { ImportState } from './import-state.tsx'

type Props = PropsOf<typeof pages.Import>

export default function Import(props: Props) {
  const text = useText<typeof en>('customers')
  const { moment } = useFormat()
  const { fileName, startedAt, state } = props.fileImport
  const goesOn = state === 'waiting' || state === 'running'
  return (
    <>
      <PageHeader
        title={fileName}
        description={moment(startedAt)}
        breadcrumb={[
          { label: text('many'), to: routes.list() },
          { label: text('import.title'), to: routes.listImports() },
        ]}
        actions={
          goesOn ? <Cancel {...props} /> : <LinkButton to={routes.listImports()}>{text('import.another')}</LinkButton>
        }
      />
      {goesOn && <Poll />}
      <div className="grid gap-5">
        <Card>
          <div aria-live="polite" className="grid gap-2">
            <p>
              <ImportState state={state} />
            </p>
            <Outcome {...props} />
          </div>
        </Card>
        {props.refused.length > 0 && <RefusedLines {...props} />}
      </div>
    </>
  )
}

/** Looks again until it has ended. */
function Poll() {
  usePoll(1_000)
  return null
}

function Cancel({ fileImport: { id } }: Props) {
  const text = useText<typeof en>('customers')
  const cancel = useAction(routes.cancelImport)
  return (
    <ConfirmButton
      label={text('import.cancel')}
      title={text('import.cancelTitle')}
      description={text('import.cancelText')}
      disabled={cancel.processing}
      onConfirm={() => cancel.send({ params: { id } })}
    />
  )
}

function Outcome({ fileImport: { state, added }, progress, refusedLines, failure }: Props) {
  const text = useText<typeof en>('customers')
  switch (state) {
    case 'done':
      return <p>{text('import.done', { count: added })}</p>
    case 'refused':
      return <p>{text('import.refusedText', { count: refusedLines })}</p>
    case 'cancelled':
      return <p>{text('import.cancelledText')}</p>
    case 'failed':
      return (
        <>
          <p>{text('import.failedText')}</p>
          {failure !== null && <p className="text-muted">{failure}</p>}
        </>
      )
    default:
      return (
        <>
          <progress
            className="h-2 w-full max-w-md accent-accent"
            aria-label={text('import.progress')}
            max={1}
            value={progress.done}
          />
          <p className="text-muted">{progress.note}</p>
          {failure !== null && <p className="text-muted">{failure}</p>}
        </>
      )
  }
}

function RefusedLines({ refused, refusedLines }: Props) {
  const text = useText<typeof en>('customers')
  const { number } = useFormat()
  return (
    <Card>
      {refused.length < refusedLines && (
        <p className="mb-3">{text('import.refusedFirst', { count: refused.length })}</p>
      )}
      <div className="-mx-4">
        <table className="ui-table ui-table-cards">
          <thead>
            <tr>
              <th scope="col">{text('import.line')}</th>
              <th scope="col">{text('import.reason')}</th>
            </tr>
          </thead>
          <tbody>
            {refused.map(({ line, reason }) => (
              <tr key={`${line} ${reason}`}>
                <th scope="row">
                  <span className="sm:hidden">{text('import.line')} </span>
                  {number(line)}
                </th>
                <td data-label={text('import.reason')}>{reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

Import.layout = AppShell
