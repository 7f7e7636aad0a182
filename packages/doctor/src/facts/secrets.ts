/** Secrets that stand in a text, recognised by their form: tokens of well-known services, private keys, passwords in addresses. */
import type { Position } from '../source/position.ts'
import { createLocator } from '../source/position.ts'
import { defineCollector } from './collector.ts'

export interface Secret {
  /** What it is, with its article: `a token of GitHub`. */
  readonly what: string
  /** Where it stands; the secret itself is told to nobody. */
  readonly at: Position
}

interface Form {
  readonly what: string
  /** Texts of which one is in every secret of this form: to look for them costs little. */
  readonly hints: readonly string[]
  readonly pattern: RegExp
  /** Whether what has the form is one; a random token unless it is said otherwise. */
  readonly holds?: (match: RegExpExecArray) => boolean
}

const forms: readonly Form[] = [
  { what: 'an access key of AWS', hints: ['AKIA', 'ASIA'], pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g },
  {
    what: 'a token of GitHub',
    hints: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
    pattern: /\b(?:gh[opusr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})\b/g,
  },
  { what: 'a token of GitLab', hints: ['glpat-'], pattern: /\bglpat-[\w-]{20,}/g },
  { what: 'a token of npm', hints: ['npm_'], pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { what: 'a token of Slack', hints: ['xox'], pattern: /\bxox[abeprs]-(?:\d+-)+[A-Za-z0-9-]{20,}/g },
  {
    what: 'a webhook of Slack',
    hints: ['hooks.slack.com'],
    pattern: /\bhooks\.slack\.com\/services\/T[A-Z0-9]{8,}\/B[A-Z0-9]{8,}\/[A-Za-z0-9]{24}\b/g,
  },
  { what: 'a live key of Stripe', hints: ['k_live_'], pattern: /\b[rs]k_live_[A-Za-z0-9]{20,}\b/g },
  { what: 'a key of SendGrid', hints: ['SG.'], pattern: /\bSG\.[\w-]{22}\.[\w-]{43}\b/g },
  { what: 'a key of Anthropic', hints: ['sk-ant-'], pattern: /\bsk-ant-[a-z]+\d+-[\w-]{80,}/g },
  { what: 'a key of OpenAI', hints: ['T3BlbkFJ'], pattern: /\bsk-[\w-]{20,}T3BlbkFJ[\w-]{20,}/g },
  {
    what: 'a private key',
    hints: ['PRIVATE KEY'],
    pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?:\s|\\[nr])*[A-Za-z0-9+/=]{40}/g,
    holds: () => true,
  },
  {
    what: 'the password of a server',
    hints: ['://'],
    pattern:
      /\b(?:postgres|postgresql|mysql|mariadb|mssql|mongodb|mongodb\+srv|redis|rediss|amqp|amqps|smtp|smtps):\/\/(?<user>[\w.%+-]*):(?<password>[^\s@/'"`<>{}$]+)@(?<host>[\w.-]+)/g,
    holds: ({ groups = {} }) =>
      !isLocal(groups.host ?? '') && !placeholder.test(groups.password ?? '') && groups.password !== groups.user,
  },
]

/** Words of examples. By chance alone hardly a token holds one of them. */
const example = /example|sample|dummy|fake|test|secret|token|your|abcd|1234|x{4}|\*{3}|(.)\1{5}/i
const placeholder =
  /^(?:your.*|my.*|x+|\*+|\.+|pass(?:word|wd)?|pwd|pw|secret|changeme|change-me|postgres|root|admin|test|example)$/i
/** Names that never leave a machine or a network of containers, and those kept for examples (RFC 2606, RFC 6761). */
const reserved =
  /(?:^|\.)(?:localhost|local|test|example|invalid|example\.(?:com|net|org))$|^host\.docker\.internal$|^(?:127|0)\.\d+\.\d+\.\d+$/

const isLocal = (host: string): boolean => !host.includes('.') || reserved.test(host)

export const secrets = defineCollector<readonly Secret[], readonly Secret[]>({
  begin: ({ text }) => findSecrets(text),
  end: (found) => found,
  absent: [],
})

/** The secrets in a text, in code, comments and data alike. */
export function findSecrets(text: string): Secret[] {
  const locate = createLocator(text)
  return forms.flatMap(({ what, hints, pattern, holds = isRandom }) => {
    if (!hints.some((hint) => text.includes(hint))) return []
    return [...text.matchAll(pattern)].flatMap((match) =>
      holds(match) ? [{ what, at: locate({ start: match.index, end: match.index + match[0].length }) }] : [],
    )
  })
}

const fewestCharacters = 10

const isRandom = ([token]: RegExpExecArray): boolean => !example.test(token) && new Set(token).size >= fewestCharacters
