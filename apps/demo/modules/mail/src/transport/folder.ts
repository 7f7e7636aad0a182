import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Transport } from '../domain/transport.ts'
import { compose } from './compose.ts'

/** Writes each letter into a folder, as the file that a mail program opens. The same letter is the same file. */
export function createFolderTransport(folder: string, from: string): Transport {
  const place = resolve(folder)
  return {
    async handOver(letter) {
      const { createTransport } = await import('nodemailer')
      const composer = createTransport({ streamTransport: true, buffer: true })
      const { message } = await composer.sendMail(compose(letter, from))
      await mkdir(place, { recursive: true })
      const file = join(place, `${letter.id}.eml`)
      // Whoever watches the folder sees whole letters only.
      await writeFile(`${file}.part`, message as Buffer)
      await rename(`${file}.part`, file)
    },
    close() {},
  }
}
