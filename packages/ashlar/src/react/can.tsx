import type { ReactNode } from 'react'
import type { Permission } from '../contract/access.ts'
import { useCan } from './shared.ts'

export interface CanProps {
  /** The permission that the children need. */
  readonly do: Permission
  readonly children: ReactNode
  /** Shown to everybody else. */
  readonly otherwise?: ReactNode
}

/** Shows its children to users who have a permission. */
export function Can({ do: permission, children, otherwise }: CanProps): ReactNode {
  return useCan()(permission) ? children : otherwise
}
