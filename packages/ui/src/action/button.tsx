import { Link, type LinkProps } from 'ashlar/react'
import type { ComponentProps, ReactNode } from 'react'

export type ButtonLook = 'primary' | 'plain' | 'danger' | 'quiet'

const shape =
  'inline-flex min-h-9 items-center justify-center gap-2 rounded-md px-3.5 text-sm font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-60'

const looks: Readonly<Record<ButtonLook, string>> = {
  primary: 'bg-accent text-accent-ink hover:opacity-90',
  plain: 'border border-strong/60 bg-surface text-ink hover:bg-sunken',
  danger: 'bg-danger text-danger-ink hover:opacity-90',
  quiet: 'text-muted hover:bg-sunken hover:text-ink',
}

export type ButtonProps = ComponentProps<'button'> & { readonly look?: ButtonLook }

/** A button. It does not send a form unless its type says so. */
export function Button({ look = 'plain', className = '', type = 'button', ...rest }: ButtonProps): ReactNode {
  return <button type={type} className={`${shape} ${looks[look]} ${className}`} {...rest} />
}

export type LinkButtonProps<To> = LinkProps<To> & { readonly look?: ButtonLook }

/** A link to a page of the app that looks like a button. */
export function LinkButton<To>({ look = 'plain', className = '', ...rest }: LinkButtonProps<To>): ReactNode {
  const props = rest as unknown as LinkProps<To>
  return <Link {...props} className={`${shape} ${looks[look]} ${className}`} />
}
