import { preparedTextsOf, runStatement } from './framework-statements.ts'

/** The schemas with tables whose rows belong to tenants. They are called as their modules. */
export async function listSchemasOfTenants(): Promise<ReadonlySet<string>> {
  const { rows } = await runStatement(listSchemas([]))
  return new Set((rows as { readonly schema: string }[]).map(({ schema }) => schema))
}

const prepareText = preparedTextsOf('tenant_schemas')

const listSchemas = prepareText(
  'list',
  'select',
  `select distinct schemaname as schema from pg_catalog.pg_policies where policyname = 'ashlar_tenant'`,
)
