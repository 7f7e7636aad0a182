/** The bridge between HTTP and the Inertia protocol: what stands behind the HTTP layer's `PageResponder`. */
import { z } from 'zod'
import type { AshlarError } from '../contract/errors.ts'
import { definePages, page } from '../contract/pages.ts'
import type { PageResponder, PreparedPage } from '../http/page-responder.ts'
import type { RedirectReply } from '../http/reply.ts'
import { contentSecurityPolicy, createNonce } from '../http/security-headers.ts'
import type { Answer, Visit } from '../http/visit.ts'
import type { Translations } from '../i18n/index.ts'
import { answerPrecognition, redirectVisit, refuseStaleAssets } from '../inertia/answers.ts'
import { readVisit } from '../inertia/inertia-visit.ts'
import { toPageObject, writePageJson, writeScriptJson } from '../inertia/page-object.ts'
import type { PageReply } from '../inertia/page-reply.ts'
import { type CarriedState, type ResolvedPage, resolvePage } from '../inertia/resolve-page.ts'
import type { Reply } from '../module/handler.ts'
import { parseTheme, writeDocument } from './document.ts'
import type { FlashStore } from './flash-store.ts'
import type { PageAssets } from './page-assets.ts'
import type { CreateSharedProps } from './shared-props.ts'

export interface PagesOptions {
  readonly assets: PageAssets
  readonly flash: FlashStore
  readonly translations: Translations
  readonly sharedProps: CreateSharedProps
  readonly origin: string | undefined
  /** Whether props are checked in full: in development and tests. */
  readonly validate: boolean
  readonly onRenderError: (error: unknown, page: string) => void
}

const { Error: errorPage } = definePages('app', {
  Error: page({
    status: z.int(),
    code: z.string(),
    message: z.string(),
    requestId: z.string(),
  }),
})

/** Answers visits with pages of the app. */
export function createPages(options: PagesOptions): PageResponder {
  const { assets, flash, translations, sharedProps, origin } = options

  async function prepare(visit: Visit, reply: Reply): Promise<PreparedPage> {
    const { page, props, options: renderOptions } = reply as PageReply
    const language = translations.negotiate(visit.headers['accept-language'])
    const taken = visit.scope.readOnly ? await takeCarried(visit) : undefined
    const resolved = await resolvePage({
      request: visitRequest(visit),
      page,
      props,
      shared: await sharedProps(page.name, visit.viewer, language),
      version: assets.version,
      validate: options.validate,
      encryptHistory: visit.viewer.identity !== undefined,
      ...(taken ? { carried: translateCarried(taken, language) } : {}),
      ...renderOptions,
    })
    return { finish: () => finish(visit, resolved, language) }
  }

  /** A visit that is not shown for sure leaves the state where it is, for the one that will be. */
  async function takeCarried(visit: Visit): Promise<CarriedState | undefined> {
    const { prefetch, background, partial } = readVisit(visitRequest(visit))
    if (prefetch || (background && partial)) return undefined
    const taken = await flash.take(visit.cookies)
    if (taken) visit.setCookies.push(taken.forget)
    return taken?.state
  }

  function translateCarried(state: CarriedState, language: string): CarriedState {
    const { errors, flash: message } = state
    const translated = Object.entries(errors ?? {}).map(([field, text]) => [
      field,
      typeof text === 'string' ? translations.translate(language, text) : text,
    ])
    return {
      ...state,
      ...(errors ? { errors: Object.fromEntries(translated) } : {}),
      ...(message ? { flash: translateFlash(message, language) } : {}),
    }
  }

  function translateFlash(message: Readonly<Record<string, unknown>>, language: string): Record<string, unknown> {
    const { message: key, values, ...rest } = message
    const text = translations.translate(language, String(key), values as Readonly<Record<string, string>> | undefined)
    return { ...rest, message: text }
  }

  async function finish(visit: Visit, resolved: ResolvedPage, language: string): Promise<Answer> {
    const cacheControl = visit.viewer.identity ? 'no-store' : 'no-cache'
    if (resolved.visit.inertia) {
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        'x-inertia': 'true',
        vary: 'X-Inertia',
        'cache-control': cacheControl,
      }
      return { status: resolved.status, headers, body: writePageJson(resolved) }
    }
    const nonce = createNonce()
    const rendered = resolved.serverRender ? await renderSafely(resolved) : undefined
    const root = rendered ? `<div data-server-rendered="true" id="app">${rendered.html}</div>` : '<div id="app"></div>'
    const body = writeDocument({
      language,
      dir: translationsDir(resolved),
      theme: parseTheme(visit.cookies.theme),
      nonce,
      head: rendered?.head.join('') ?? '',
      assets: assets.tags(resolved.component, nonce),
      body: `<script data-page="app" type="application/json">${writeScriptJson(resolved)}</script>${root}`,
    })
    const headers = {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy(nonce, assets.connectSources),
      vary: 'X-Inertia',
      'cache-control': cacheControl,
    }
    return { status: resolved.status, headers, body }
  }

  /** A page that cannot be rendered here is still rendered by the browser. */
  async function renderSafely(resolved: ResolvedPage) {
    try {
      return await assets.render?.(toPageObject(resolved))
    } catch (error) {
      options.onRenderError(error, resolved.component)
      return undefined
    }
  }

  async function redirect(visit: Visit, reply: RedirectReply): Promise<Answer> {
    const carried = carriedBy(reply)
    if (carried) visit.setCookies.push(await flash.keep(carried))
    return redirectVisit(
      readVisit(visitRequest(visit)),
      reply.location ?? findReferrer(visit),
      origin ?? hostOrigin(visit),
    )
  }

  async function showError(visit: Visit, error: AshlarError): Promise<Answer> {
    const props = { status: error.status, code: error.code, message: error.sentence, requestId: visit.scope.id }
    const reply: PageReply<typeof errorPage> = {
      kind: 'page',
      page: errorPage,
      props,
      options: { status: error.status },
    }
    const prepared = await prepare(visit, reply)
    return prepared.finish()
  }

  return {
    refuseStale: (visit) => refuseStaleAssets(readVisit(visitRequest(visit)), assets.version),
    prepare,
    redirect,
    showError,
    answerPrecognition: (visit, fields) => answerPrecognition(visitRequest(visit), fields),
  }
}

function visitRequest({ method, url, headers }: Visit) {
  return { method: method === 'HEAD' ? 'GET' : method, url, headers }
}

function translationsDir(resolved: ResolvedPage): 'ltr' | 'rtl' {
  const { locale } = toPageObject(resolved).props as { locale?: { dir: 'ltr' | 'rtl' } }
  return locale?.dir ?? 'ltr'
}

function carriedBy({ flash, errors, clearHistory }: RedirectReply): CarriedState | undefined {
  if (!flash && !errors && !clearHistory) return undefined
  return {
    ...(flash ? { flash: { ...flash } } : {}),
    ...(errors ? { errors } : {}),
    ...(clearHistory ? { clearHistory } : {}),
  }
}

/** The page a form was sent from, if the browser says so and it is one of ours; else the start. */
function findReferrer(visit: Visit): string {
  const { referer } = visit.headers
  if (referer === undefined || !URL.canParse(referer)) return '/'
  const { host, pathname, search } = new URL(referer)
  return host === visit.headers.host ? `${pathname}${search}` : '/'
}

function hostOrigin({ headers }: Visit): string | undefined {
  const secure = headers['x-forwarded-proto'] === 'https'
  return headers.host === undefined ? undefined : `${secure ? 'https' : 'http'}://${headers.host}`
}
