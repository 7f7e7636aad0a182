import { defineApp } from 'ashlar'

export default defineApp({
  name: 'Order desk',
  home: '/orders',
  languages: ['en'],
  roles: {
    admin: ['*'],
    clerk: ['orders.*', 'customers.*', 'catalog.read'],
    viewer: ['orders.read', 'customers.read', 'catalog.read'],
  },
  settings: { users: { signUpRoles: ['clerk'] } },
})
