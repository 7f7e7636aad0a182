/** The bridge between HTTP and the Inertia protocol: what stands behind the HTTP layer's `PageResponder`. */
import { z } from 'zod'
import type { AshlarError } from '../contract/errors.ts'
import { definePages, page } from '../contract/pages.ts'
import { savepoint } from '../data/ambient.ts'
import type { PageResponder, PreparedPage } from '../http/page-responder.ts'
import type { DescribeIssue } from '../http/parse-input.ts'
import type { RedirectReply } from '../http/reply.ts'
import { contentSecurityPolicy, createNonce } from '../http/security-headers.ts'
import type { Answer, Visit } from '../http/visit.ts'
import { describeIssue } from '../i18n/describe-issue.ts'
import { dirOf, type Translations } from '../i18n/index.ts'
import { refuseStaleAssets } from '../inertia/asset-version.ts'
import { readVisit, takesCarriedState } from '../inertia/inertia-visit.ts'
import type { PageReply } from '../inertia/page-reply.ts'
import { answerPrecognition } from '../inertia/precognition.ts'
import { previousAddress, redirectAnswer } from '../inertia/redirect.ts'
import { renderPage } from '../inertia/render-page.ts'
import { type CarriedState, type ResolvedPage, resolvePage } from '../inertia/resolve-page.ts'
import type { Reply } from '../module/handler.ts'
import { parseTheme, writeDocument } from './document.ts'
import { translateFields } from './error-in-words.ts'
import type { FlashStore, FoundState } from './flash-store.ts'
import type { PageAssets } from './page-assets.ts'
import type { CreateSharedProps } from './shared-props.ts'

export interface PagesOptions {
  readonly assets: PageAssets
  readonly flash: FlashStore
  readonly translations: Translations
  readonly sharedProps: CreateSharedProps
  /** Whether props are checked in full: in development and tests. */
  readonly validate: boolean
  readonly onRenderError: (error: unknown, page: string) => void
  /** Hears of a prop that failed and may: the page is sent without it. */
  readonly onRescue: (error: unknown, where: { readonly page: string; readonly path: string }) => void
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
  const { assets, flash, translations, sharedProps } = options

  async function prepare(visit: Visit, reply: Reply): Promise<PreparedPage> {
    const { page, props, options: renderOptions } = reply as PageReply
    const language = translations.negotiate(visit.headers['accept-language'])
    const carried = visit.method === 'GET' ? await findCarried(visit) : undefined
    const resolved = await resolvePage({
      request: visitRequest(visit),
      page,
      props,
      shared: await sharedProps(page.name, visit, language),
      version: assets.version,
      validate: options.validate,
      isolate: savepoint,
      onRescue: options.onRescue,
      encryptHistory: visit.viewer.identity !== undefined,
      ...(carried ? { carried: translateCarried(carried.state, language) } : {}),
      ...renderOptions,
    })
    // A page that could not be made leaves the message for the one that is shown in its place.
    if (carried) visit.setCookies.push(await carried.forget())
    return { finish: () => finish(visit, resolved, language) }
  }

  /** A visit that is not shown for sure leaves the state where it is, for the one that will be. */
  async function findCarried(visit: Visit): Promise<FoundState | undefined> {
    return takesCarriedState(readVisit(visitRequest(visit))) ? flash.find(visit.cookies) : undefined
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

  function describeIssues(visit: Visit): DescribeIssue {
    return (issue, input) => {
      const language = translations.negotiate(visit.headers['accept-language'])
      return describeIssue(issue, input, (key, values) => {
        const text = translations.translate(language, key, values)
        return text === key ? undefined : text
      })
    }
  }

  function writeFields(visit: Visit, fields: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    return translateFields(translations, translations.negotiate(visit.headers['accept-language']), fields)
  }

  async function finish(visit: Visit, resolved: ResolvedPage, language: string): Promise<Answer> {
    // Only a document has scripts and styles to vouch for.
    const nonce = resolved.visit.inertia ? '' : createNonce()
    const answer = await renderPage(resolved, {
      nonce,
      render: assets.render,
      onRenderError: (error) => options.onRenderError(error, resolved.component),
      template: ({ head, body }) =>
        writeDocument({
          language,
          dir: dirOf(language),
          theme: parseTheme(visit.cookies.theme),
          nonce,
          head,
          assets: assets.tags(resolved.component, nonce),
          body,
        }),
    })
    // A page of a signed-in user must not stay in a cache that the next user of the browser can reach.
    const cacheControl = visit.viewer.identity ? 'no-store' : 'no-cache'
    const policy = resolved.visit.inertia
      ? undefined
      : { 'content-security-policy': contentSecurityPolicy(nonce, assets.connectSources) }
    return { ...answer, headers: { ...answer.headers, 'cache-control': cacheControl, ...policy } }
  }

  async function redirect(visit: Visit, reply: RedirectReply): Promise<Answer> {
    const carried = carriedBy(reply)
    if (carried) visit.setCookies.push(await flash.keep(carried))
    const request = visitRequest(visit)
    const { external } = reply
    return redirectAnswer(request, reply.location ?? previousAddress(request, '/'), {
      ...(external === undefined ? {} : { external }),
    })
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
    refuseStale: (visit) => refuseStaleAssets(visitRequest(visit), assets.version),
    prepare,
    describeIssues,
    redirect,
    showError,
    writeFields,
    answerPrecognition: (visit, fields) => answerPrecognition(visitRequest(visit), fields),
  }
}

function visitRequest({ method, url, headers }: Visit) {
  return { method: method === 'HEAD' ? 'GET' : method, url, headers }
}

function carriedBy({ flash, errors, clearHistory }: RedirectReply): CarriedState | undefined {
  if (!flash && !errors && !clearHistory) return undefined
  return {
    ...(flash ? { flash: { ...flash } } : {}),
    ...(errors ? { errors } : {}),
    ...(clearHistory ? { clearHistory } : {}),
  }
}
