import type { ReactNode } from 'react'
import type { FlagDeclaration } from '../contract/flags.ts'
import { useFlag } from './shared.ts'

export interface FlagProps {
  /** The feature that the children belong to. */
  readonly of: FlagDeclaration
  readonly children: ReactNode
  /** Shown where it is off. */
  readonly otherwise?: ReactNode
}

/** Shows its children where a feature is on. */
export function Flag({ of, children, otherwise }: FlagProps): ReactNode {
  return useFlag(of) ? children : otherwise
}
