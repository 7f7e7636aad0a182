import type { TenantStore } from '../domain/tenant-store.ts'
import { notAMember } from '../errors.ts'

/**
 * Has a session work for another tenant of its user. The user's next session begins with it.
 *
 * @throws ASH225 when the user does not belong to it.
 */
export async function chooseTenant(
  tenants: TenantStore,
  { slug, userId, sessionId }: { readonly slug: string; readonly userId: string; readonly sessionId: string },
): Promise<void> {
  const mine = await tenants.listOf(userId)
  const chosen = mine.find((tenant) => tenant.slug === slug)
  if (!chosen) throw notAMember()
  await tenants.choose({ id: chosen.id, userId, sessionId })
}
