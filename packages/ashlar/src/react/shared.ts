import { useMemo } from 'react'
import type { Permission } from '../contract/access.ts'
import type { FlagDeclaration } from '../contract/flags.ts'
import type { SharedProps } from '../contract/shared-props.ts'
import { useInertiaPage } from './inertia.ts'

/** The props that every page receives. */
export function useShared(): SharedProps {
  return useInertiaPage().props as unknown as SharedProps
}

/** A message that is shown once, as the server left it. */
export interface FlashMessage {
  readonly kind: 'success' | 'info' | 'warning' | 'error'
  readonly message: string
}

/** The message that the last visit brought, or `undefined`. It is the same object as long as it is the same message. */
export function useFlash(): FlashMessage | undefined {
  const { flash } = useInertiaPage() as { readonly flash?: Partial<FlashMessage> }
  return useMemo(
    () => (flash?.message === undefined ? undefined : { kind: flash.kind ?? 'info', message: flash.message }),
    [flash],
  )
}

/**
 * Whether a feature is on for who looks at the page. A page knows the flags of its own module and of those that it needs; any
 * other is off. Only what is shown depends on it: the server checks each request.
 */
export function useFlag({ name }: FlagDeclaration): boolean {
  return useShared().flags?.includes(name) ?? false
}

/** Tells whether the user has a permission. Only what is shown depends on it: the server checks each request. */
export function useCan(): (permission: Permission) => boolean {
  const { permissions } = useShared()
  return (permission) => permissions.includes(permission.name)
}
