import { dayIn } from '../contract/day.ts'
import { useShared } from './shared.ts'

/** Writes values in the user's language. */
export interface Formats {
  /** An amount in the smallest unit of the currency, such as cents. */
  readonly money: (amount: number) => string
  readonly number: (value: number) => string
  /** A calendar day such as `2026-03-02`, which has no time zone. */
  readonly day: (isoDay: string) => string
  /** A moment, in the app's time zone on the server and in the browser, so that both write the same. */
  readonly moment: (iso: string) => string
}

/** Intl's formatters are costly to make and never change. */
const made = new Map<string, Formats>()

/** Writes numbers and dates in the user's language. */
export function useFormat(currency = 'EUR'): Formats {
  const { locale, app } = useShared()
  return getFormats(locale.language, currency, app.timeZone)
}

/** Gives a function that tells the day that it is in the app's time zone, such as `2026-03-02`, whenever it is called. */
export function useToday(): () => string {
  const { timeZone } = useShared().app
  return () => dayIn(timeZone, new Date())
}

function getFormats(language: string, currency: string, timeZone: string): Formats {
  const key = `${language} ${currency} ${timeZone}`
  const known = made.get(key)
  if (known) return known
  const formats = createFormats(language, currency, timeZone)
  made.set(key, formats)
  return formats
}

function createFormats(language: string, currency: string, timeZone: string): Formats {
  const money = new Intl.NumberFormat(language, { style: 'currency', currency })
  const digits = money.resolvedOptions().maximumFractionDigits ?? 2
  const number = new Intl.NumberFormat(language)
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' })
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone })
  return {
    money: (amount) => money.format(writeDecimal(amount, digits)),
    number: (value) => number.format(value),
    day: (isoDay) => day.format(new Date(`${isoDay}T00:00:00Z`)),
    moment: (iso) => moment.format(new Date(iso)),
  }
}

/** A division would round large amounts; Intl takes decimals as text, exactly. */
function writeDecimal(amount: number, digits: number): Intl.StringNumericLiteral {
  const figures = String(Math.abs(amount)).padStart(digits + 1, '0')
  const whole = figures.slice(0, figures.length - digits)
  const sign = amount < 0 ? '-' : ''
  return `${sign}${whole}${digits === 0 ? '' : `.${figures.slice(-digits)}`}` as Intl.StringNumericLiteral
}
