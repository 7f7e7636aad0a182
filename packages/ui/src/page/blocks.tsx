/** Blocks that pages are put together from. */
import type { ReactNode } from 'react'

export interface CardProps {
  readonly title?: string
  readonly children: ReactNode
}

/** A framed part of a page. */
export function Card({ title, children }: CardProps): ReactNode {
  return (
    <section className="rounded-xl border border-line bg-surface p-5">
      {title && <h2 className="mb-4 text-base font-semibold">{title}</h2>}
      {children}
    </section>
  )
}

export type Tone = 'neutral' | 'accent' | 'success' | 'warning' | 'danger'

const tones: Readonly<Record<Tone, string>> = {
  neutral: 'bg-sunken text-muted',
  accent: 'bg-accent-soft text-accent',
  success: 'bg-success-soft text-success',
  warning: 'bg-warning-soft text-warning',
  danger: 'bg-danger-soft text-danger',
}

/** A word about the state of something. */
export function Badge({
  tone = 'neutral',
  children,
}: {
  readonly tone?: Tone
  readonly children: ReactNode
}): ReactNode {
  return (
    <span className={`inline-block rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap ${tones[tone]}`}>
      {children}
    </span>
  )
}

/** Names and their values. A value that is empty is written as a dash. */
export function DescriptionList({
  items,
}: {
  readonly items: readonly (readonly [name: string, value: ReactNode])[]
}): ReactNode {
  return (
    <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-[minmax(8rem,auto)_1fr]">
      {items.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-sm text-muted">{name}</dt>
          <dd className="-mt-2 sm:mt-0">{value === '' || value === null || value === undefined ? '–' : value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Stands where a list has nothing to show. */
export function EmptyState({ title, action }: { readonly title: string; readonly action?: ReactNode }): ReactNode {
  return (
    <div className="grid justify-items-center gap-3 px-6 py-12 text-center text-muted">
      <p>{title}</p>
      {action}
    </div>
  )
}
