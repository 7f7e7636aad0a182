/** Every error that tenants can raise. The texts of fields are locale keys. */
import type { AshlarError } from 'ashlar/contract'
import { invalidFields } from 'ashlar/http'

export function slugTaken(): AshlarError {
  return invalidFields({ slug: 'tenants:errors.slugTaken' })
}

/** Whether a tenant that the user does not belong to exists is none of their business. */
export function notAMember(): AshlarError {
  return invalidFields({ slug: 'tenants:errors.notAMember' })
}

export function userUnknown(field: 'userId' | 'email'): AshlarError {
  return invalidFields({ [field]: 'tenants:errors.userUnknown' })
}

export function slugUnknown(): AshlarError {
  return invalidFields({ slug: 'tenants:errors.slugUnknown' })
}
