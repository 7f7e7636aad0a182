import { AppShell, Button, Card, EmptyState, PageHeader } from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { Can, useAction, useFormat, usePoll, useText } from 'ashlar/react'
import { can, type DailyReport, type pages, routes } from '../contract.ts'
import type en from '../locales/en.json'

/** A report may come at any time; somebody who waits for one sees it. */
const lookAgainMs = 5_000

export default function Days({ reports }: PropsOf<typeof pages.Days>) {
  const text = useText<typeof en>('reporting')
  const report = useAction(routes.report)
  usePoll(lookAgainMs, { only: ['reports'] })
  const make = (
    <Can do={can.report}>
      <Button disabled={report.processing} onClick={() => report.send({})}>
        {text('days.make')}
      </Button>
    </Can>
  )
  return (
    <>
      <PageHeader title={text('days.title')} description={text('days.about')} actions={make} />
      <Card>
        {reports.length === 0 ? (
          <EmptyState title={text('days.none')} icon="file" />
        ) : (
          <ReportTable reports={reports} />
        )}
      </Card>
    </>
  )
}

function ReportTable({ reports }: { readonly reports: readonly DailyReport[] }) {
  const text = useText<typeof en>('reporting')
  const { day: writeDay, money, number } = useFormat()
  return (
    <div className="-mx-4">
      <table className="ui-table ui-table-cards">
        <thead>
          <tr>
            <th scope="col">{text('days.day')}</th>
            <th scope="col" className="end">
              {text('orders')}
            </th>
            <th scope="col" className="end">
              {text('days.taken')}
            </th>
            <th scope="col" className="end">
              {text('days.shipped')}
            </th>
            <th scope="col" className="end">
              {text('days.open')}
            </th>
            <th scope="col">{text('days.best')}</th>
          </tr>
        </thead>
        <tbody>
          {reports.map(({ day, taken, shipped, open, bestProduct }) => (
            <tr key={day}>
              <th scope="row">{writeDay(day)}</th>
              <td className="end" data-label={text('orders')}>
                {number(taken.orders)}
              </td>
              <td className="end" data-label={text('days.taken')}>
                {money(taken.amount)}
              </td>
              <td className="end" data-label={text('days.shipped')}>
                {number(shipped)}
              </td>
              <td className="end" data-label={text('days.open')}>
                {money(open.amount)}
              </td>
              <td data-label={text('days.best')}>{bestProduct === '' ? '–' : bestProduct}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

Days.layout = AppShell
