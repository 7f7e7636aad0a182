import type { SessionId, UserId } from '../contract.ts'

/** A live session and whose it is. */
export interface FoundSession {
  readonly id: SessionId
  readonly lastSeenAt: Date
  readonly userId: UserId
  readonly name: string
  readonly email: string
  readonly roles: string[]
}

/** A session as its owner may see it. */
export interface SessionRow {
  readonly id: SessionId
  readonly userAgent: string
  readonly ip: string
  readonly createdAt: Date
  readonly lastSeenAt: Date
}

/** Sessions in the database. Only live ones are found: neither idle too long, nor over, nor of a disabled user. */
export interface SessionStore {
  findByTokenHash(tokenHash: string): Promise<FoundSession | undefined>
  /** Notes that a session was used, unless that was noted a moment ago. */
  touch(id: SessionId): Promise<void>
  listOf(userId: UserId): Promise<SessionRow[]>
  remove(id: SessionId): Promise<void>
  removeOf(userId: UserId, id: SessionId): Promise<boolean>
  removeAllOf(userId: UserId, except?: SessionId): Promise<number>
  /** Removes the sessions that are over, whoever's they were. */
  removeExpired(): Promise<void>
}
