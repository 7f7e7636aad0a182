import type { UserDirectory } from '@ashlar/users/contract'
import type { TenantStore } from '../domain/tenant-store.ts'

/** Two offices of one house, and the demo users of `@ashlar/users` that belong to each. */
const offices = [
  { name: 'Bristol office', slug: 'bristol', members: ['admin@demo.test', 'sales@demo.test'] },
  { name: 'Lyon office', slug: 'lyon', members: ['admin@demo.test', 'viewer@demo.test'] },
]

/** Makes two tenants where there is none. Who belongs to both begins with the first. */
export async function seedTenants(tenants: TenantStore, users: UserDirectory): Promise<readonly string[]> {
  if ((await tenants.list()).length > 0) return []
  const [first] = offices
  for (const { name, slug, members } of offices) {
    const id = await tenants.insert({ name, slug })
    for (const email of members) {
      const user = await users.findByEmail(email)
      if (!user) continue
      await tenants.addMember(id, user.id)
      if (slug === first?.slug) await tenants.choose({ id, userId: user.id, sessionId: `seed:${user.id}` })
    }
  }
  return [
    `${offices.map(({ name }) => name).join(' and ')} have orders of their own: switch beside the name of the app`,
  ]
}
