/** Names a tenant where a command is about something else. */
export const tenantOption = {
  type: 'string',
  valueHint: 'tenant',
  description: 'For a tenant, by its short name or its id',
} as const
