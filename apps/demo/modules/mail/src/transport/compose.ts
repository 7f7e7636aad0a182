import type { SendMailOptions } from 'nodemailer'
import type { PostedLetter } from '../domain/transport.ts'

/** A letter as Nodemailer takes it. Its Message-ID is made of its own id: receivers know by it what they have already. */
export function compose({ id, date, to, subject, text }: PostedLetter, from: string): SendMailOptions {
  const domain = from.slice(from.lastIndexOf('@') + 1)
  return {
    messageId: `<${id}@${domain}>`,
    date,
    from,
    to: { name: '', address: to },
    subject,
    text,
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}
