import { defineApp } from 'ashlar'

export default defineApp({
  name: 'Order desk',
  home: '/orders',
  languages: ['en'],
  timeZone: 'Europe/Berlin',
  roles: {
    admin: ['*'],
    sales: ['orders.*', 'customers.read', 'customers.edit', 'catalog.read', 'reporting.read'],
    viewer: ['orders.read', 'customers.read', 'catalog.read', 'reporting.read'],
  },
  settings: { users: { signUpRoles: ['sales'] } },
})
