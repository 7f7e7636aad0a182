import { defineSettings } from 'ashlar/contract'
import { z } from 'zod'

export const settings = defineSettings('users', {
  secret: {
    schema: z.string().min(32),
    help: 'the key of the hashes that stand for accounts and networks in the throttle: at least 32 random characters, the same in every process',
    env: 'APP_KEY',
    secret: true,
  },
  appUrl: {
    schema: z.url({ protocol: /^https?$/ }).default('http://localhost'),
    help: 'the address of the app; with https the session cookie travels by https only and is bound to its host',
    env: 'APP_URL',
  },
  signUp: {
    schema: z.enum(['open', 'closed']).default('open'),
    help: 'whether strangers may make accounts for themselves: open or closed',
    levels: ['system'],
  },
  signUpRoles: {
    schema: z.array(z.string().min(1)).default([]),
    help: 'the roles of who signs up, as a JSON list',
    levels: ['system'],
  },
  sessionIdleMinutes: {
    schema: z.int().min(1).max(525_600).default(120),
    help: 'how long a session lasts without a request, in minutes',
    levels: ['system'],
  },
  sessionDays: {
    schema: z.int().min(1).max(365).default(14),
    help: 'how long a session lasts at the most, in days',
  },
})
