/** How a button looks, whether it is a button or a link. */
export type ButtonLook = 'primary' | 'plain' | 'danger' | 'quiet'

const shape =
  'inline-flex min-h-9 items-center justify-center gap-1.5 rounded-md px-3 py-1.5 text-sm font-medium whitespace-nowrap ' +
  'transition-colors disabled:cursor-not-allowed disabled:opacity-60 aria-busy:cursor-progress'

const looks: Readonly<Record<ButtonLook, string>> = {
  primary: 'bg-accent text-accent-ink shadow-card hover:bg-accent-hover',
  plain: 'border border-strong/60 bg-surface text-ink shadow-card hover:bg-sunken',
  danger: 'bg-danger text-danger-ink shadow-card hover:opacity-90',
  quiet: 'text-muted hover:bg-sunken hover:text-ink',
}

/** The class names of a button. */
export function buttonClass(look: ButtonLook, className: string | undefined): string {
  return className ? `${shape} ${looks[look]} ${className}` : `${shape} ${looks[look]}`
}
