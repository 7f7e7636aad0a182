/** Requests, pages and answers as the tests of the protocol need them. */
import { z } from 'zod'
import type { Page } from '../../contract/pages.ts'
import type { VisitRequest } from '../inertia-visit.ts'
import { type PageObject, toPageObject } from '../page-object.ts'
import { type ResolvePageInput, resolvePage } from '../resolve-page.ts'

export const pageName = 'orders/Browse'

/** A page with the given props. */
export function pageOf<Shape extends z.ZodRawShape>(shape: Shape): Page<typeof pageName, Shape> {
  return { kind: 'page', name: pageName, props: z.object(shape) }
}

/** A first visit, as the address bar makes it. */
export function firstVisit(headers: Readonly<Record<string, string>> = {}, url = '/orders'): VisitRequest {
  return { method: 'GET', url, headers: { host: 'shop.example', ...headers } }
}

/** A visit of the client's router. */
export function routerVisit(headers: Readonly<Record<string, string>> = {}, url = '/orders'): VisitRequest {
  return firstVisit({ 'x-inertia': 'true', 'x-inertia-version': 'v1', ...headers }, url)
}

export interface ReloadOptions {
  readonly only?: string
  readonly except?: string
  /** The client asks for these by name as well. */
  readonly reset?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A partial reload of the page, with the headers that the client's `requestParams.ts` sets. */
export function reload({ only, except, reset, headers }: ReloadOptions): VisitRequest {
  const named = [only, reset].filter((paths) => paths !== undefined).join(',')
  return routerVisit({
    'x-inertia-partial-component': pageName,
    ...(named !== '' && { 'x-inertia-partial-data': named }),
    ...(except !== undefined && { 'x-inertia-partial-except': except }),
    ...(reset !== undefined && { 'x-inertia-reset': reset }),
    ...headers,
  })
}

type Given<P extends Page> = Omit<ResolvePageInput<P>, 'version' | 'request'> & { readonly request?: VisitRequest }

/** The page object of a visit; a first visit when none is given. */
export async function objectOf<P extends Page>(given: Given<P>): Promise<PageObject> {
  return toPageObject(await resolvePage<P>({ version: 'v1', request: firstVisit(), ...given } as ResolvePageInput<P>))
}

/** A closure that notes when it runs. */
export function noting(ran: string[], name: string): () => string {
  return () => {
    ran.push(name)
    return name
  }
}
