import { useFormat, useShared, useText } from 'ashlar/react'
import type { MonthSales } from '../contract.ts'
import type en from '../locales/en.json'

/** In the units of the picture, which is stretched to the room there is. */
const [width, height, gap] = [1200, 240, 16]

/** What each month has sold, as bars; whoever does not see them is told the highest, and everybody finds the numbers below. */
export function MonthChart({ months }: { readonly months: readonly MonthSales[] }) {
  const text = useText<typeof en>('reporting')
  const { money, number } = useFormat()
  const { language } = useShared().locale
  const nameOf = (month: string, style: 'short' | 'long') =>
    new Intl.DateTimeFormat(language, {
      month: style,
      timeZone: 'UTC',
      ...(style === 'long' && { year: 'numeric' }),
    }).format(new Date(`${month}-01T00:00:00Z`))
  const best = months.reduce((left, right) => (right.amount > left.amount ? right : left))
  const [first, last] = [months[0] ?? best, months.at(-1) ?? best]
  const step = width / months.length

  return (
    <figure>
      <svg
        role="img"
        aria-label={text('chart', {
          first: nameOf(first.month, 'long'),
          last: nameOf(last.month, 'long'),
          amount: money(best.amount),
          best: nameOf(best.month, 'long'),
        })}
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        className="block h-48 w-full border-b border-line"
      >
        {months.map(({ month, amount }, index) => {
          const barHeight = best.amount === 0 ? 0 : (amount / best.amount) * height
          return (
            <rect
              key={month}
              className="fill-accent"
              x={index * step + gap / 2}
              y={height - barHeight}
              width={step - gap}
              height={barHeight}
            >
              <title>{`${nameOf(month, 'long')}: ${money(amount)}`}</title>
            </rect>
          )
        })}
      </svg>
      <div aria-hidden className="mt-1 flex text-center text-xs text-muted">
        {months.map(({ month }) => (
          <span key={month} className="min-w-0 flex-1 overflow-hidden">
            {nameOf(month, 'short')}
          </span>
        ))}
      </div>
      <details className="mt-3">
        <summary className="cursor-pointer text-accent">{text('numbers')}</summary>
        <table className="ui-table mt-2">
          <thead>
            <tr>
              <th scope="col">{text('month')}</th>
              <th scope="col" className="end">
                {text('orders')}
              </th>
              <th scope="col" className="end">
                {text('amount')}
              </th>
            </tr>
          </thead>
          <tbody>
            {months.map(({ month, orders, amount }) => (
              <tr key={month}>
                <th scope="row">{nameOf(month, 'long')}</th>
                <td className="end">{number(orders)}</td>
                <td className="end">{money(amount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  )
}
