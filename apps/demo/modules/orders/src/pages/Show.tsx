import { AppShell, Button, Card, ConfirmButton, DescriptionList, LinkButton, PageHeader } from '@ashlar/ui'
import type { PropsOf } from 'ashlar/contract'
import { Can, useAction, useFormat, useText } from 'ashlar/react'
import { can, type Order, type pages, routes } from '../contract.ts'
import type en from '../locales/en.json'
import { StateBadge } from './state-badge.tsx'

export default function Show({ order }: PropsOf<typeof pages.Show>) {
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
          <LineTable order={order} />
          <dl className="mt-4 ms-auto grid w-full max-w-xs grid-cols-[1fr_auto] gap-x-6 gap-y-1 tabular-nums">
            <dt className="text-muted">{text('discounts')}</dt>
            <dd className="text-end">{money(-order.discounts)}</dd>
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
      </div>
    </>
  )
}

function Actions({ order }: { readonly order: Order }) {
  const text = useText<typeof en>('orders')
  const ship = useAction(routes.ship)
  const remove = useAction(routes.remove)
  const { id } = order
  const today = () => new Date().toISOString().slice(0, 10)
  return (
    <>
      {!order.shippedOn && (
        <Can do={can.ship}>
          <Button
            look="primary"
            disabled={ship.processing}
            onClick={() => ship.send({ params: { id }, body: { shippedOn: today() } })}
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

function LineTable({ order }: { readonly order: Order }) {
  const text = useText<typeof en>('orders')
  const { money, number } = useFormat()
  const end = 'py-2 ps-4 text-end tabular-nums'
  return (
    <div className="overflow-x-auto">
      <table className="w-full">
        <thead>
          <tr className="border-b border-line text-xs text-muted">
            <th scope="col" className="py-2 text-start font-medium">
              {text('product')}
            </th>
            <th scope="col" className={`${end} font-medium`}>
              {text('unitPrice')}
            </th>
            <th scope="col" className={`${end} font-medium`}>
              {text('quantity')}
            </th>
            <th scope="col" className={`${end} font-medium`}>
              {text('discount')}
            </th>
            <th scope="col" className={`${end} font-medium`}>
              {text('total')}
            </th>
          </tr>
        </thead>
        <tbody>
          {order.lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place
            <tr key={index} className="border-b border-line last:border-0">
              <th scope="row" className="py-2 text-start font-normal">
                {line.productName} <span className="text-muted">{line.productNumber}</span>
              </th>
              <td className={end}>{money(line.unitPrice)}</td>
              <td className={end}>{number(line.quantity)}</td>
              <td className={end}>{line.discount === 0 ? '–' : `${number(line.discount)} %`}</td>
              <td className={end}>{money(line.total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function shipTo(order: Order): string {
  const city = `${order.shipPostalCode} ${order.shipCity}`.trim()
  return [order.shipName, order.shipAddress, city, order.shipRegion, order.shipCountry]
    .filter((part) => part !== '')
    .join(', ')
}

Show.layout = AppShell
