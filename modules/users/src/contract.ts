/** What others may know of accounts: who a user is, how to sign in, and where users are administered. */
import {
  anyone,
  definePages,
  definePermissions,
  defineRoutes,
  del,
  get,
  listQuery,
  page,
  paged,
  post,
  put,
  service,
  signedIn,
  typeid,
} from 'ashlar/contract'
import { z } from 'zod'

export const can = definePermissions('users', {
  manage: 'See all accounts, change their roles, disable and enable them',
})

const userId = typeid('usr')
const sessionId = typeid('ses')
export type UserId = z.output<typeof userId>
export type SessionId = z.output<typeof sessionId>

/** One line: no tabs, line ends or other control characters. */
const name = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^\P{Cc}*$/u)
/** ASCII only, so that no two addresses look alike; kept in lower case, so that no two differ by case alone. */
const email = z.email().max(254).toLowerCase()
/** As the app's configuration names it. */
const role = z.string().regex(/^[a-z][a-z0-9_-]{0,59}$/)
/** Taken byte for byte, never trimmed; the domain's password policy says which are good enough. */
const password = z.string().min(1)

/** A user, as other modules may show one. */
export const User = z.object({ id: userId, name: z.string(), email: z.string() })
export type User = z.output<typeof User>

/** A user, as an administrator sees one. */
export const Account = User.extend({
  roles: z.array(z.string()),
  disabled: z.boolean(),
  createdAt: z.iso.datetime(),
  /** `null` for who has no session now. */
  lastSeenAt: z.iso.datetime().nullable(),
})
export type Account = z.output<typeof Account>

/** A browser that is signed in. */
export const Session = z.object({
  id: sessionId,
  /** Browser and system, as far as they can be told: `Firefox · Linux`. */
  device: z.string(),
  ip: z.string(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  /** Whether it is the one that asks. */
  current: z.boolean(),
})
export type Session = z.output<typeof Session>

/** Where to go after signing in. Anything but a path of this app is ignored. */
const returnTo = z.string().max(2000).optional()

export const SignInForm = z.object({ email: z.string().trim().min(1).max(254), password, returnTo })
export const SignUpForm = z.object({ name, email, password, returnTo })
export const ProfileForm = z.object({ name })
export const PasswordForm = z.object({ currentPassword: password, newPassword: password })
export const AccountForm = z.object({ name, email, roles: z.array(role).max(50) })

/** What an account is made of that nobody signed up for. */
export const NewAccountForm = AccountForm.extend({ password })

export type AccountForm = z.output<typeof AccountForm>

export const AccountList = listQuery(['name', '-name', 'email', '-email', 'created', '-created']).extend({
  status: z.enum(['all', 'active', 'disabled']).catch('all').default('all'),
})
export type AccountList = z.output<typeof AccountList>

const cameFrom = z.object({ returnTo: returnTo.catch(undefined) })

export const routes = defineRoutes(
  'users',
  {
    signIn: get('/sign-in', { can: anyone, query: cameFrom }),
    startSession: post('/sign-in', { can: anyone, body: SignInForm }),
    signUp: get('/sign-up', { can: anyone, query: cameFrom }),
    createAccount: post('/sign-up', { can: anyone, body: SignUpForm }),
    signOut: post('/sign-out', { can: anyone }),

    profile: get('/account', { can: signedIn }),
    updateProfile: put('/account', { can: signedIn, body: ProfileForm }),
    changePassword: put('/account/password', { can: signedIn, body: PasswordForm }),
    sessions: get('/account/sessions', { can: signedIn }),
    endSession: del('/account/sessions/:id', { can: signedIn, params: { id: sessionId } }),
    endOtherSessions: del('/account/sessions', { can: signedIn }),

    list: get('/users', { can: can.manage, query: AccountList }),
    show: get('/users/:id', { can: can.manage, params: { id: userId } }),
    edit: get('/users/:id/edit', { can: can.manage, params: { id: userId } }),
    update: put('/users/:id', { can: can.manage, params: { id: userId }, body: AccountForm }),
    disable: post('/users/:id/disable', { can: can.manage, params: { id: userId } }),
    enable: post('/users/:id/enable', { can: can.manage, params: { id: userId } }),
    endSessionsOf: del('/users/:id/sessions', { can: can.manage, params: { id: userId } }),
  },
  { prefix: '' },
)

export const pages = definePages('users', {
  SignIn: page({ returnTo: z.string().optional(), signUpOpen: z.boolean() }),
  SignUp: page({ returnTo: z.string().optional() }),
  Profile: page({ profile: User }),
  Sessions: page({ sessions: z.array(Session) }),
  Browse: page({ accounts: paged(Account), query: AccountList }),
  Show: page({ account: Account, sessions: z.array(Session), own: z.boolean() }),
  Edit: page({ account: Account, own: z.boolean(), knownRoles: z.array(z.string()) }),
})

/** Finds users for other modules, which keep a user's id as a value. Disabled users are found too. */
export interface UserDirectory {
  find(id: UserId): Promise<User | undefined>
  /** @param email in lower case */
  findByEmail(email: string): Promise<User | undefined>
  /** Users whose name or address match, by name. Disabled ones are left out. */
  search(text: string, limit: number): Promise<readonly User[]>
  /** The users that exist, in no particular order. */
  list(ids: readonly UserId[]): Promise<readonly User[]>
}

export const users = service<UserDirectory>('users')
