import { useFormat, useText } from 'ashlar/react'
import type { Dimension, RankedSales } from '../contract.ts'
import type en from '../locales/en.json'

export interface RankingTableProps {
  readonly by: Dimension
  readonly ranking: readonly RankedSales[]
  /** What all have sold together. */
  readonly total: number
}

/** The largest of a kind, each with its share of the whole. */
export function RankingTable({ by, ranking, total }: RankingTableProps) {
  const text = useText<typeof en>('reporting')
  const { money, number } = useFormat()
  return (
    <div className="-mx-4">
      <table className="ui-table ui-table-cards">
        <thead>
          <tr>
            <th scope="col">{text(`by.${by}`)}</th>
            <th scope="col" className="end">
              {text('orders')}
            </th>
            <th scope="col" className="end">
              {text('amount')}
            </th>
            <th scope="col">{text('share')}</th>
          </tr>
        </thead>
        <tbody>
          {ranking.map(({ key, label, orders, amount }) => {
            const percent = total === 0 ? 0 : (amount / total) * 100
            return (
              <tr key={key}>
                <th scope="row">{label === '' ? text('unknownCountry') : label}</th>
                <td className="end" data-label={text('orders')}>
                  {number(orders)}
                </td>
                <td className="end" data-label={text('amount')}>
                  {money(amount)}
                </td>
                <td data-label={text('share')}>
                  <span className="inline-flex items-center gap-2">
                    <svg aria-hidden className="h-2 w-24 rounded-full bg-sunken">
                      <rect className="fill-accent" width={`${percent}%`} height="100%" />
                    </svg>
                    <span className="tabular-nums">{number(Math.round(percent * 10) / 10)} %</span>
                  </span>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
