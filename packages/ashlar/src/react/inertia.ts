/**
 * The parts of Inertia's client that are used here, with their types.
 *
 * Inertia's own declarations import each other without file endings, which module resolution by Node's rules cannot
 * follow: every name of them would be of type any.
 */
import { shouldIntercept as coreShouldIntercept } from '@inertiajs/core'
import * as inertia from '@inertiajs/react'
import type { ComponentType, MouseEvent, ReactNode } from 'react'

/** A page as the client holds it. */
export interface InertiaPage {
  readonly component: string
  readonly props: Readonly<Record<string, unknown>>
  readonly url: string
  readonly version: string | null
  readonly flash: Readonly<Record<string, unknown>>
}

/** A visit that is about to begin. */
export interface PendingVisit {
  readonly url: URL
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  readonly only: readonly string[]
  readonly prefetch: boolean
  readonly async: boolean
  readonly headers: Record<string, string>
}

/** How a visit is made. */
export interface VisitOptions {
  readonly method?: PendingVisit['method']
  readonly data?: unknown
  /** Takes the place of the current history entry. @default false */
  readonly replace?: boolean
  readonly preserveScroll?: boolean
  /** Keeps the state of the page's components. @default false for a GET, true for all else */
  readonly preserveState?: boolean
  /** The props to load; all others stay as they are. @default all */
  readonly only?: readonly string[]
  readonly except?: readonly string[]
  /** Runs beside other visits, without the progress bar. @default false */
  readonly async?: boolean
  readonly onStart?: () => void
  /** Told how much of an upload has been sent. */
  readonly onProgress?: (progress: { readonly percentage?: number | undefined } | undefined) => void
  readonly onSuccess?: () => void
  readonly onError?: (errors: Readonly<Record<string, string>>) => void
  /** Called with an answer of status 400 or more; `false` keeps the page that is shown. */
  readonly onHttpException?: (answer: { readonly data: unknown }) => boolean | undefined
  readonly onFinish?: () => void
}

interface RouterEvents {
  before: { readonly visit: PendingVisit }
  start: { readonly visit: PendingVisit }
  finish: { readonly visit: PendingVisit }
  navigate: { readonly page: InertiaPage }
  success: { readonly page: InertiaPage }
}

/** Makes visits. */
export interface Router {
  readonly visit: (address: string, options?: VisitOptions) => void
  /** Loads the props of the page that is shown again, or some of them. */
  readonly reload: (options?: Pick<VisitOptions, 'only' | 'except' | 'onSuccess' | 'onFinish'>) => void
  readonly prefetch: (address: string) => void
  /** Shows a message on the page that is shown, as if the server had left it. */
  readonly flash: (message: Readonly<Record<string, string>>) => void
  /** Listens; `false` from a `before` listener stops the visit. Gives back what ends the listening. */
  readonly on: <Name extends keyof RouterEvents>(
    name: Name,
    listener: (event: CustomEvent<RouterEvents[Name]>) => boolean | undefined,
  ) => () => void
}

export const router: Router = inertia.router

/** Whether a click on a link is the app's to answer: not one that opens a tab, a window or a menu. */
export const shouldIntercept: (event: MouseEvent<HTMLAnchorElement>) => boolean = coreShouldIntercept

export const useInertiaPage: () => InertiaPage = inertia.usePage

export interface InertiaAppProps {
  readonly initialPage: Omit<InertiaPage, 'flash'>
  readonly initialComponent: unknown
  readonly resolveComponent: (name: string) => Promise<unknown>
  readonly titleCallback: (title: string, page: InertiaPage) => string
  readonly onHeadUpdate?: (tags: readonly string[]) => void
  readonly children?: (page: {
    readonly Component: unknown
    readonly key: number | null
    readonly props: object
  }) => ReactNode
}

export const InertiaApp: ComponentType<InertiaAppProps> = inertia.App

export interface CreateInertiaAppOptions {
  readonly nonce: string
  readonly resolve: (name: string) => Promise<unknown>
  readonly title: InertiaAppProps['titleCallback']
  readonly progress: { readonly delay: number; readonly color: string; readonly showSpinner: boolean }
  readonly setup: (parts: {
    readonly el: HTMLElement
    readonly App: typeof InertiaApp
    readonly props: InertiaAppProps
  }) => void
}

export const createInertiaApp: (options: CreateInertiaAppOptions) => Promise<void> = inertia.createInertiaApp

export const Head: ComponentType<{ readonly title?: string; readonly children?: ReactNode }> = inertia.Head

/** Shows a fallback until props that come later are there. */
export const Deferred: ComponentType<{
  /** The props to wait for. */
  readonly data: string | readonly string[]
  readonly fallback: ReactNode
  readonly children: ReactNode
}> = inertia.Deferred

/** Loads props when it scrolls into view. */
export const WhenVisible: ComponentType<{
  readonly data: string | readonly string[]
  readonly fallback: ReactNode
  readonly children: ReactNode
}> = inertia.WhenVisible

/** Loads the next part of a `scroll()` prop when its end scrolls into view. */
export const InfiniteScroll: ComponentType<{ readonly data: string; readonly children: ReactNode }> =
  inertia.InfiniteScroll

/** Loads props again and again, while the page is shown. */
export const usePoll: (intervalMs: number, options?: Pick<VisitOptions, 'only' | 'except'>) => void = inertia.usePoll
