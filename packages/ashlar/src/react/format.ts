import { useMemo } from 'react'
import { useShared } from './shared.ts'

export interface Formats {
  /** An amount in cents, with the app's currency. */
  readonly money: (cents: number) => string
  readonly number: (value: number) => string
  /** A calendar day such as `2026-03-02`, which has no time zone. */
  readonly day: (isoDay: string) => string
  /** A moment, in UTC on the server and in the browser, so that both write the same. */
  readonly moment: (iso: string) => string
}

/** Writes numbers and dates in the user's language. */
export function useFormat(currency = 'EUR'): Formats {
  const { language } = useShared().locale
  return useMemo(() => createFormats(language, currency), [language, currency])
}

function createFormats(language: string, currency: string): Formats {
  const money = new Intl.NumberFormat(language, { style: 'currency', currency })
  const number = new Intl.NumberFormat(language)
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' })
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })
  return {
    money: (cents) => money.format(cents / 100),
    number: (value) => number.format(value),
    day: (isoDay) => day.format(new Date(`${isoDay}T00:00:00Z`)),
    moment: (iso) => moment.format(new Date(iso)),
  }
}
