/** The routes of accounts: from the request to an action or a query, and back to a page. */
import type { GivenToAll, RouteContext, RouteHandlers } from 'ashlar'
import type { Identity, SettingValues } from 'ashlar/contract'
import { notFound, parseReturnTo, redirect, redirectTo } from 'ashlar/http'
import { render } from 'ashlar/inertia'
import { changePassword } from './actions/change-password.ts'
import { disableAccount } from './actions/disable-account.ts'
import { enableAccount } from './actions/enable-account.ts'
import { endSession } from './actions/end-session.ts'
import { listSessions } from './actions/list-sessions.ts'
import { removeEnded } from './actions/remove-ended.ts'
import { type Browser, signIn } from './actions/sign-in.ts'
import { signUp } from './actions/sign-up.ts'
import { updateAccount } from './actions/update-account.ts'
import type { Credentials } from './auth/credentials.ts'
import type { SessionCookie } from './auth/session-cookie.ts'
import { type Account, pages, routes, type SessionId, type UserId } from './contract.ts'
import type { SessionLifetime } from './domain/session-lifetime.ts'
import type { SessionStore } from './domain/session-store.ts'
import type { ThrottleStore } from './domain/throttle-store.ts'
import type { UserStore } from './domain/user-store.ts'
import type { settings } from './settings.ts'

export interface AccountRouteNeeds {
  readonly users: UserStore
  readonly sessions: SessionStore
  readonly throttle: ThrottleStore
  readonly loadCredentials: () => Promise<Credentials>
  readonly cookie: SessionCookie
  readonly lifetime: SessionLifetime
  readonly settings: Pick<SettingValues<typeof settings>, 'signUp' | 'signUpRoles'>
  readonly log: GivenToAll['log']
}

/** Where `/` leads is the app's choice. */
const home = '/'

const done = (message: string) => ({ flash: { kind: 'success', message: `users:flash.${message}` } }) as const

const idOf = (user: Identity) => user.id as UserId
const sessionOf = (request: RouteContext['request']) => request.sessionId as SessionId | undefined

/** Handles every route of the contract. */
export function createAccountRoutes(needs: AccountRouteNeeds): RouteHandlers<typeof routes> {
  const { users, sessions, cookie } = needs
  const signUpIsOpen = () => needs.settings.signUp === 'open'

  async function getAccount(id: UserId): Promise<Account> {
    const account = await users.findAccount(id)
    if (!account) throw notFound('user')
    return account
  }

  return {
    signIn: ({ query, user }) => {
      const returnTo = parseReturnTo(query.returnTo)
      if (user) return redirectTo(returnTo ?? home)
      return render(pages.SignIn, { returnTo, signUpOpen: signUpIsOpen() })
    },
    startSession: async ({ body, request }) => {
      const credentials = await needs.loadCredentials()
      const token = await signIn(
        { ...needs, credentials },
        { email: body.email, password: body.password, browser: describeBrowser(request), replaces: sessionOf(request) },
      )
      await removeEnded(needs)
      request.setCookie(cookie.issue(token))
      return redirectTo(parseReturnTo(body.returnTo) ?? home)
    },
    signUp: ({ query, user }) => {
      const returnTo = parseReturnTo(query.returnTo)
      if (user) return redirectTo(returnTo ?? home)
      if (!signUpIsOpen()) throw notFound('page')
      return render(pages.SignUp, { returnTo })
    },
    createAccount: async ({ body, request }) => {
      const credentials = await needs.loadCredentials()
      const { name, email, password } = body
      await signUp(
        { ...needs, credentials, open: signUpIsOpen(), roles: needs.settings.signUpRoles },
        { name, email, password, ip: request.ip },
      )
      const returnTo = parseReturnTo(body.returnTo)
      return redirect(
        returnTo === undefined ? routes.signIn() : routes.signIn({ query: { returnTo } }),
        done('signedUp'),
      )
    },
    signOut: async ({ request }) => {
      const current = sessionOf(request)
      if (current) await sessions.remove(current)
      request.setCookie(cookie.clear())
      return redirect(routes.signIn(), { ...done('signedOut'), clearHistory: true })
    },

    profile: ({ user }) => render(pages.Profile, { profile: { id: idOf(user), name: user.name, email: user.email } }),
    updateProfile: async ({ body, user }) => {
      await users.rename(idOf(user), body.name)
      return redirect(routes.profile(), done('profileChanged'))
    },
    changePassword: async ({ body, user, request }) => {
      const credentials = await needs.loadCredentials()
      const { name, email } = user
      const token = await changePassword(
        { ...needs, credentials },
        { ...body, user: { id: idOf(user), name, email }, browser: describeBrowser(request) },
      )
      request.setCookie(cookie.issue(token))
      return redirect(routes.profile(), done('passwordChanged'))
    },
    sessions: async ({ user, request }) =>
      render(pages.Sessions, { sessions: await listSessions(sessions, idOf(user), sessionOf(request)) }),
    endSession: async ({ params, user }) => {
      await endSession(sessions, idOf(user), params.id)
      return redirect(routes.sessions(), done('sessionEnded'))
    },
    endOtherSessions: async ({ user, request }) => {
      await sessions.removeAllOf(idOf(user), sessionOf(request))
      return redirect(routes.sessions(), done('otherSessionsEnded'))
    },

    list: ({ query }) => render(pages.Browse, { accounts: () => users.listAccounts(query), query }),
    show: async ({ params, user, request }) =>
      render(pages.Show, {
        account: await getAccount(params.id),
        sessions: await listSessions(sessions, params.id, sessionOf(request)),
        own: params.id === user.id,
      }),
    edit: async ({ params, user }) =>
      render(pages.Edit, {
        account: await getAccount(params.id),
        own: params.id === user.id,
        knownRoles: await users.listRoles(),
      }),
    update: async ({ params, body, user }) => {
      await updateAccount(users, idOf(user), params.id, body)
      return redirect(routes.show({ id: params.id }), done('accountChanged'))
    },
    disable: async ({ params, user }) => {
      await disableAccount({ users, sessions }, idOf(user), params.id)
      return redirect(routes.show({ id: params.id }), done('accountDisabled'))
    },
    enable: async ({ params }) => {
      await enableAccount(users, params.id)
      return redirect(routes.show({ id: params.id }), done('accountEnabled'))
    },
    endSessionsOf: async ({ params, user, request }) => {
      const { id } = await getAccount(params.id)
      await sessions.removeAllOf(id, id === user.id ? sessionOf(request) : undefined)
      return redirect(routes.show({ id }), done('sessionsEnded'))
    },
  }
}

/** Longer than any browser's: what a client sends must not fill the table. */
const maxUserAgentCharacters = 400

function describeBrowser({ ip, headers }: RouteContext['request']): Browser {
  return { ip, userAgent: String(headers['user-agent'] ?? '').slice(0, maxUserAgentCharacters) }
}
