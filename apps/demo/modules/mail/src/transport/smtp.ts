import type { Transporter } from 'nodemailer'
import type { Transport } from '../domain/transport.ts'
import { compose } from './compose.ts'

/** A server that does not answer must not hold the job until its time is over. */
const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }

/** Hands letters to a server. */
export function createSmtpTransport(url: string, from: string): Transport {
  let opened: Promise<Transporter> | undefined

  async function open(): Promise<Transporter> {
    const { createTransport } = await import('nodemailer')
    return createTransport({ url, ...patience })
  }

  return {
    async handOver(letter) {
      opened ??= open()
      await (await opened).sendMail(compose(letter, from))
    },
    close() {
      void opened?.then((transporter) => transporter.close())
    },
  }
}
