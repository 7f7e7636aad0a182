/** The tenants whose events and jobs wait. Whoever knows tenants says so; whoever does their work asks. */
import { preparedTextsOf, runStatement } from './framework-statements.ts'

/**
 * Keeps the events and jobs of a tenant waiting from the end of this transaction on: they are neither lost nor counted as tried. What is running
 * ends as it would.
 *
 * @param tenant the id that its rows carry.
 */
export async function holdTenant(tenant: string): Promise<void> {
  await runStatement(hold([tenant]))
}

/** Has the events and jobs of a tenant done that have waited. */
export async function releaseTenant(tenant: string): Promise<void> {
  await runStatement(release([tenant]))
}

/** How many events and jobs of a tenant are not done. */
export async function countHeldWork(tenant: string): Promise<number> {
  const { rows } = await runStatement(count([tenant]))
  return Number((rows as { readonly waiting: string }[])[0]?.waiting)
}

const prepareText = preparedTextsOf('tenant_hold')

const hold = prepareText(
  'hold',
  'insert',
  'insert into ashlar.tenant_hold (tenant_id) values ($1) on conflict do nothing',
)

const release = prepareText('release', 'delete', 'delete from ashlar.tenant_hold where tenant_id = $1')

const count = prepareText('count', 'select', 'select ashlar.count_held($1) as waiting')
