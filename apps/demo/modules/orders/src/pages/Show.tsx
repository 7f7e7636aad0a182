import { AppShell, Button, Card, ConfirmButton, DescriptionList, History, LinkButton, PageHeader } from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { Can, useAction, useFormat, usePoll, useText, useToday } from 'ashlar/react'
import { can, type Order, type pages, routes, type StockLine } from '../contract.ts'
import { shipToFields } from '../domain/ship-to.ts'
import type en from '../locales/en.json'
import { StateBadge } from './state-badge.tsx'
import { StockBadge } from './stock-badge.tsx'

export default function Show({ order, stock, history }: PropsOf<typeof pages.Show>) {
  const text = useText<typeof en>('orders')
  const { day, money } = useFormat()
  return (
    <>
      <PageHeader
        title={text('one', { number: order.number })}
        description={order.customerName}
        actions={<Actions order={order} />}
      />
      <div className="grid gap-5">
        <Card>
          <DescriptionList
            items={[
              [text('state'), <StateBadge key="state" shippedOn={order.shippedOn} />],
              [text('orderedOn'), day(order.orderedOn)],
              [text('requiredOn'), order.requiredOn && day(order.requiredOn)],
              [text('shippedOn'), order.shippedOn && day(order.shippedOn)],
              [text('shipper'), order.shipper?.name],
              [text('shipTo'), shipTo(order)],
            ]}
          />
        </Card>
        <Card title={text('lines')}>
          {order.shippedOn === null && !isAnswered(order, stock) && <StockPoll />}
          <LineTable order={order} stock={stock} />
          {order.shippedOn === null && stock?.some(({ gone }) => gone) && (
            <p className="mt-3 text-danger">{text('stock.goneText')}</p>
          )}
          <dl className="mt-4 ms-auto grid w-full max-w-xs grid-cols-[1fr_auto] gap-x-6 gap-y-1 tabular-nums">
            <dt className="text-muted">{text('discounts')}</dt>
            <dd className="text-end">{money(order.discounts === 0 ? 0 : -order.discounts)}</dd>
            <dt className="text-muted">{text('subtotal')}</dt>
            <dd className="text-end">{money(order.subtotal)}</dd>
            <dt className="text-muted">{text('freight')}</dt>
            <dd className="text-end">{money(order.freight)}</dd>
            <dt className="font-semibold">{text('total')}</dt>
            <dd className="text-end font-semibold" data-testid="total">
              {money(order.total)}
            </dd>
          </dl>
        </Card>
        <Card title={text('ui:history.title')}>
          <History
            changes={history}
            fields={{
              customerName: { label: text('customer') },
              orderedOn: { label: text('orderedOn'), format: (value) => day(String(value)) },
              requiredOn: { label: text('requiredOn'), format: (value) => day(String(value)) },
              shippedOn: { label: text('shippedOn'), format: (value) => day(String(value)) },
              freight: { label: text('freight'), format: (value) => money(Number(value)) },
              total: { label: text('total'), format: (value) => money(Number(value)) },
              ...Object.fromEntries(shipToFields.map((name) => [name, { label: `${text('shipTo')} · ${text(name)}` }])),
            }}
          />
        </Card>
      </div>
    </>
  )
}

function Actions({ order }: { readonly order: Order }) {
  const text = useText<typeof en>('orders')
  const ship = useAction(routes.ship)
  const remove = useAction(routes.remove)
  const today = useToday()
  const { id } = order
  // One that is dated ahead leaves on its own day at the earliest.
  const leaves = () => [order.orderedOn, today()].toSorted().at(-1) ?? ''
  return (
    <>
      {!order.shippedOn && (
        <Can do={can.ship}>
          <Button
            look="primary"
            disabled={ship.processing}
            onClick={() => ship.send({ params: { id }, body: { shippedOn: leaves() } })}
          >
            {text('ship')}
          </Button>
        </Can>
      )}
      <Can do={can.edit}>
        {!order.shippedOn && <LinkButton to={routes.edit({ id })}>{text('ui:edit')}</LinkButton>}
        <ConfirmButton
          label={text('ui:delete')}
          title={text('removeTitle', { number: order.number })}
          description={text('removeText')}
          disabled={remove.processing}
          onConfirm={() => remove.send({ params: { id } })}
        />
      </Can>
    </>
  )
}

/** Whether the catalog has told of each product of the order: of those that a change has added it tells later. */
function isAnswered(order: Order, stock: readonly StockLine[] | null): boolean {
  return order.lines.every((line) => stock?.some(({ productId }) => productId === line.productId))
}

/** Looks again until the catalog has answered. */
function StockPoll() {
  usePoll(2_000, { only: ['stock'] })
  return null
}

function LineTable({ order, stock }: Pick<PropsOf<typeof pages.Show>, 'order' | 'stock'>) {
  const text = useText<typeof en>('orders')
  const { money, number } = useFormat()
  const amounts = ['unitPrice', 'quantity', 'discount', 'total'] as const
  return (
    <div className="-mx-4">
      <table className="ui-table ui-table-cards">
        <thead>
          <tr>
            <th scope="col">{text('product')}</th>
            {amounts.map((name) => (
              <th key={name} scope="col" className="end">
                {text(name)}
              </th>
            ))}
            {order.shippedOn === null && <th scope="col">{text('stock.name')}</th>}
          </tr>
        </thead>
        <tbody>
          {order.lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
            <tr key={index}>
              <th scope="row">
                {line.productName} <span className="text-muted">{line.productNumber}</span>
              </th>
              <Amount name={text('unitPrice')}>{money(line.unitPrice)}</Amount>
              <Amount name={text('quantity')}>{number(line.quantity)}</Amount>
              <Amount name={text('discount')}>{line.discount === 0 ? '–' : `${number(line.discount)} %`}</Amount>
              <Amount name={text('total')}>{money(line.total)}</Amount>
              {order.shippedOn === null && (
                <td data-label={text('stock.name')}>
                  <StockBadge line={stock?.find(({ productId }) => productId === line.productId)} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** A cell of a line, with the heading that a narrow window shows beside it. */
function Amount({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    <td className="end" data-label={name}>
      {children}
    </td>
  )
}

function shipTo(order: Order): string {
  const city = `${order.shipPostalCode} ${order.shipCity}`.trim()
  return [order.shipName, order.shipAddress, city, order.shipRegion, order.shipCountry]
    .filter((part) => part !== '')
    .join(', ')
}

Show.layout = AppShell
