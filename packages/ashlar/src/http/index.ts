/** The door for handlers: what they answer with, and the errors they raise. */
export { invalidFields, notFound } from './errors.ts'
export type { Flash, RedirectOptions } from './reply.ts'
export { back, json, noContent, redirect, redirectTo } from './reply.ts'
export { parseReturnTo } from './return-to.ts'
