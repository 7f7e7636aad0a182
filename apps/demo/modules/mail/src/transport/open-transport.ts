import type { Transport } from '../domain/transport.ts'
import { createFolderTransport } from './folder.ts'
import { createSmtpTransport } from './smtp.ts'

export interface TransportOptions {
  /** Empty where there is no server. */
  readonly smtpUrl: string
  readonly folder: string
  /** An address. */
  readonly from: string
}

/** The transport that the settings ask for. Nothing is opened before the first letter. */
export function openTransport({ smtpUrl, folder, from }: TransportOptions): Transport {
  return smtpUrl === '' ? createFolderTransport(folder, from) : createSmtpTransport(smtpUrl, from)
}
