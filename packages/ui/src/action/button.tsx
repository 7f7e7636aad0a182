import { Link, type LinkProps } from 'ashlar/react'
import type { ComponentProps, ReactNode } from 'react'
import { Icon, type IconName } from '../icon.tsx'
import { type ButtonLook, buttonClass } from './button-look.ts'

interface ButtonExtras {
  /** @default 'plain' */
  readonly look?: ButtonLook
  /** Stands before the text. */
  readonly icon?: IconName
}

export type ButtonProps = ComponentProps<'button'> &
  ButtonExtras & {
    /** Whether what it does is on its way. It keeps the focus, and pressing it again does nothing. @default false */
    readonly busy?: boolean
  }

/** A button. It does not send a form unless its type says so. */
export function Button({
  look = 'plain',
  icon,
  busy = false,
  className,
  type = 'button',
  onClick,
  children,
  ...rest
}: ButtonProps): ReactNode {
  return (
    <button
      {...rest}
      type={type}
      aria-busy={busy || undefined}
      className={buttonClass(look, className)}
      onClick={(event) => {
        if (busy) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  )
}

export type LinkButtonProps<To> = LinkProps<To> & ButtonExtras

/** A link to a page of the app that looks like a button. */
export function LinkButton<To>({ look = 'plain', icon, className, children, ...link }: LinkButtonProps<To>): ReactNode {
  return (
    <Link {...(link as unknown as LinkProps<To>)} className={buttonClass(look, className)}>
      {icon && <Icon name={icon} />}
      {children}
    </Link>
  )
}
