import { users } from '@ashlar/users/contract'
import { defineModule } from 'ashlar'
import { during, job, optional } from 'ashlar/contract'
import { can, customers, fileImports, pages, routes } from './contract.ts'
import { FileImportOrder, importTries } from './domain/file-import.ts'
import { imports } from './imports.ts'

const definition = defineModule({
  id: 'customers',
  needs: { users: optional(users) },
  offers: { customers },
  permissions: can,
  flags: [fileImports],
  routes,
  pages,
  menu: [{ to: routes.list, icon: 'users', order: 20, group: 'menu.group' }],
  listens: { keepCredit: during('orders.*', { optional: true }) },
  jobs: {
    importFile: job({ payload: FileImportOrder, concurrency: 2, flag: fileImports, retry: { tries: importTries } }),
  },
  imports,
  tables: () => import('./data/tables.ts'),
  start: () => import('./start.ts'),
})

export default definition
