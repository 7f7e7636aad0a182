/** Blocks that pages are put together from. */
import type { ReactNode } from 'react'
import { Icon, type IconName } from '../icon.tsx'

export interface CardProps {
  readonly title?: string
  readonly children: ReactNode
}

/** A framed part of a page. */
export function Card({ title, children }: CardProps): ReactNode {
  return (
    <section className="min-w-0 rounded-lg border border-line bg-surface p-4 shadow-card sm:p-5">
      {title && <h2 className="mb-3.5 text-[0.9375rem] font-semibold">{title}</h2>}
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

export interface BadgeProps {
  /** Goes with the word, never stands for it. @default 'neutral' */
  readonly tone?: Tone
  readonly children: ReactNode
}

/** A word about the state of something. */
export function Badge({ tone = 'neutral', children }: BadgeProps): ReactNode {
  return (
    <span
      className={`inline-block rounded-full px-2 py-px text-xs leading-5 font-medium whitespace-nowrap ${tones[tone]}`}
    >
      {children}
    </span>
  )
}

export interface DescriptionListProps {
  readonly items: readonly (readonly [name: string, value: ReactNode])[]
}

/** Names and their values. A value that is empty is written as a dash. */
export function DescriptionList({ items }: DescriptionListProps): ReactNode {
  return (
    <dl className="grid gap-x-6 gap-y-3.5 sm:grid-cols-2 xl:grid-cols-3">
      {items.map(([name, value]) => (
        <div key={name} className="min-w-0">
          <dt className="text-[0.8125rem] text-muted">{name}</dt>
          <dd className="break-words">{value === '' || value === null || value === undefined ? '–' : value}</dd>
        </div>
      ))}
    </dl>
  )
}

export interface EmptyStateProps {
  readonly title: string
  /** What to do about it. */
  readonly action?: ReactNode
  /** @default 'folder' */
  readonly icon?: IconName
}

/** Stands where a list has nothing to show. */
export function EmptyState({ title, action, icon = 'folder' }: EmptyStateProps): ReactNode {
  return (
    <div className="grid justify-items-center gap-3 px-6 py-14 text-center text-muted">
      <span className="grid size-11 place-items-center rounded-full bg-sunken">
        <Icon name={icon} size={22} />
      </span>
      <p>{title}</p>
      {action}
    </div>
  )
}
