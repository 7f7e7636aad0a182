import { AppShell, Card, DescriptionList, EmptyState, PageHeader } from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { Link, useFormat, useText } from 'ashlar/react'
import { dimensions, type pages, routes } from '../contract.ts'
import type en from '../locales/en.json'
import { MonthChart } from './month-chart.tsx'
import { RankingTable } from './ranking-table.tsx'

export default function Sales({ query, total, open, months, ranking }: PropsOf<typeof pages.Sales>) {
  const text = useText<typeof en>('reporting')
  const { money, number } = useFormat()
  const average = total.orders === 0 ? 0 : Math.round(total.amount / total.orders)
  return (
    <>
      <PageHeader title={text('sales')} description={text('about')} />
      <div className="grid gap-5">
        <Card>
          <DescriptionList
            items={[
              [text('total'), <Figure key="total">{money(total.amount)}</Figure>],
              [text('orders'), <Figure key="orders">{number(total.orders)}</Figure>],
              [text('average'), <Figure key="average">{money(average)}</Figure>],
              [text('open'), `${money(open.amount)} · ${text('orders', { count: open.orders })}`],
            ]}
          />
        </Card>
        {total.orders === 0 ? (
          <Card>
            <EmptyState title={text('none')} icon="chart" />
          </Card>
        ) : (
          <>
            <Card title={text('byMonth')}>
              <MonthChart months={months} />
            </Card>
            <Card title={text('ranking')}>
              <nav aria-label={text('ranking')} className="mb-3 flex flex-wrap gap-1">
                {dimensions.map((by) => (
                  <Link
                    key={by}
                    to={routes.sales({ query: { by } })}
                    aria-current={by === query.by ? 'page' : undefined}
                    className="rounded-md px-2.5 py-1 text-muted hover:bg-sunken aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent"
                  >
                    {text(`by.${by}`)}
                  </Link>
                ))}
              </nav>
              <RankingTable by={query.by} ranking={ranking} total={total.amount} />
            </Card>
          </>
        )}
      </div>
    </>
  )
}

function Figure({ children }: { readonly children: string }) {
  return <span className="text-xl font-semibold tabular-nums">{children}</span>
}

Sales.layout = AppShell
