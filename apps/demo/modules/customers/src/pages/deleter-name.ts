import { useText } from 'ashlar/react'
import type { DeletedCustomer } from '../contract.ts'

/** Gives a function that tells who deleted a customer, also where that was no person or nobody knows. */
export function useDeleterName(): (deletedBy: DeletedCustomer['deletedBy']) => string {
  const text = useText('ui')
  return (deletedBy) => (deletedBy === 'system' ? text('history.system') : (deletedBy ?? text('history.somebody')))
}
