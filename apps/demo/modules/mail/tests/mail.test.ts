/** Mail on its way: kept with what it is about, sent once as far as anybody can tell. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestApp, testApp } from '@ashlar/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { can, type Letter, type MessageId, mail, routes } from '../src/contract.ts'
import { openSmtpServer } from './smtp-server.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ashlar-mail-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const open = (environment: Readonly<Record<string, string>>) =>
  testApp({ modules: ['@demo/mail'], environment, tenants: ['acme'] })
const letter: Letter = { to: 'anna@example.test', subject: 'Grüße, Anna', text: 'Two lines,\nand a third €.' }

async function send(app: TestApp, sent: Letter = letter): Promise<MessageId> {
  const service = await app.app.findService(mail)
  if (!service) throw new Error('Nobody offers mail.')
  return app.run(() => service.send(sent))
}

async function show(app: TestApp, id: MessageId) {
  return (await app.as([can.read]).visit(routes.show({ id }))).page().props
}

test('without a server a letter becomes a file that a mail program opens, and the page tells of it', async () => {
  await using app = await open({ MAIL_FOLDER: folder, MAIL_FROM: 'desk@order.test' })
  const id = await send(app)
  expect(await show(app, id)).toMatchObject({ message: { ...letter, sentAt: null }, failure: null })
  expect(await readdir(folder)).toEqual([])

  const [ran] = await app.runJobs()
  expect(ran?.job).toBe('mail.deliver')
  expect(await readdir(folder)).toEqual([`${ran?.id}.eml`])
  const file = await readFile(join(folder, `${ran?.id}.eml`), 'utf8')
  expect(file).toContain(`Message-ID: <${ran?.id}@order.test>`)
  expect(file).toMatch(/^To: anna@example\.test$/m)
  expect(file).toMatch(/^From: desk@order\.test$/m)
  expect((await show(app, id)).message).toMatchObject({ sentAt: expect.stringMatching(/Z$/) })
  expect((await app.as([]).visit(routes.list())).status).toBe(403)
})

test('a letter of a transaction that is undone is never sent', async () => {
  await using app = await open({ MAIL_FOLDER: folder })
  const service = await app.app.findService(mail)
  await expect(
    app.run(async () => {
      await service?.send(letter)
      throw new Error('undone')
    }),
  ).rejects.toThrow('undone')
  expect(await app.runJobs()).toEqual([])
})

test('a letter that the server refuses for now is sent later as the same message, and the page says why it waits', async () => {
  await using server = await openSmtpServer()
  await using app = await open({ MAIL_SMTP_URL: server.url, MAIL_FROM: 'desk@order.test' })
  server.refuse = 1
  const id = await send(app)
  await app.runJobs({ failures: true })
  expect(await show(app, id)).toMatchObject({ message: { sentAt: null }, failure: expect.stringContaining('451') })

  await app.time.travel({ minutes: 5 })
  await app.runJobs()
  expect((await show(app, id)).message).toMatchObject({ sentAt: expect.any(String) })
  expect(server.letters).toHaveLength(2)
  const ids = server.letters.map((each) => /^Message-ID: (.*)$/m.exec(each)?.[1])
  expect(ids[0]).toMatch(/^<[0-9a-f-]{36}@order\.test>\r?$/)
  expect(ids[1]).toBe(ids[0])
})

test('what stands in a letter cannot become one of its headers', async () => {
  await using server = await openSmtpServer()
  await using app = await open({ MAIL_SMTP_URL: server.url })
  await send(app, { ...letter, subject: 'Hello\r\nBcc: everybody@example.test' })
  await app.runJobs()
  expect(server.letters[0]).not.toMatch(/^Bcc:/im)
  await expect(send(app, { ...letter, to: 'anna@example.test, bert@example.test' })).rejects.toMatchObject({
    code: 'ASH922',
  })
})
