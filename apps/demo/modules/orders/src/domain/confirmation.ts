import type { Order } from '../contract.ts'

/** Gives the texts of the module. */
type Write = (key: string, values?: Readonly<Record<string, string | number>>) => string

/** What a customer is written when an order has been taken. */
export function writeConfirmation(order: Order, contact: string, write: Write): { subject: string; text: string } {
  const language = write('confirmation.language')
  const money = new Intl.NumberFormat(language, { style: 'currency', currency: 'EUR' })
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' })
  const amount = (cents: number) => money.format(cents / 100)
  const { number, customerName, freight, total, lines } = order
  const values = {
    number,
    name: contact === '' ? customerName : contact,
    day: day.format(new Date(`${order.orderedOn}T00:00:00Z`)),
    lines: lines.map((line) => write('confirmation.line', { ...line, total: amount(line.total) })).join('\n'),
    freight: amount(freight),
    total: amount(total),
  }
  return { subject: write('confirmation.subject', values), text: write('confirmation.text', values) }
}
