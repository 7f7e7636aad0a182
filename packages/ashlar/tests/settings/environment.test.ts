import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { loadEnvironment, parseFrameworkEnvironment } from '../../src/settings/environment.ts'

afterEach(() => vi.unstubAllEnvs())

test('the framework needs nothing from the environment', () => {
  expect(parseFrameworkEnvironment({})).toEqual({
    values: {
      NODE_ENV: 'development',
      PORT: 3000,
      HOST: '127.0.0.1',
      APP_ROLE: ['web', 'worker', 'scheduler'],
      APP_WORKERS: 0,
      LOG_LEVEL: 'info',
    },
    problems: [],
  })
})

test('the framework reads its variables, and takes an empty one for absent', () => {
  const { values } = parseFrameworkEnvironment({
    NODE_ENV: 'production',
    PORT: '0',
    HOST: '::1',
    APP_URL: 'https://shop.example/',
    APP_ROLE: 'worker, scheduler',
    APP_WORKERS: '3',
    APP_WORKER_MEMORY_MB: '512',
    DATABASE_URL: 'postgres://app:pw@localhost:5432/shop?host=%2Frun%2Fpg',
    DATABASE_OWNER_URL: '',
    LOG_LEVEL: '',
    PATH: '/bin',
  })

  expect(values).toEqual({
    NODE_ENV: 'production',
    PORT: 0,
    HOST: '::1',
    APP_URL: 'https://shop.example',
    APP_ROLE: ['worker', 'scheduler'],
    APP_WORKERS: 3,
    APP_WORKER_MEMORY_MB: 512,
    DATABASE_URL: 'postgres://app:pw@localhost:5432/shop?host=%2Frun%2Fpg',
    LOG_LEVEL: 'info',
  })
})

test('all that does not fit is told together, without the values', () => {
  const { values, problems } = parseFrameworkEnvironment({
    NODE_ENV: 'prod',
    PORT: '80808',
    APP_URL: 'https://shop.example/desk',
    APP_ROLE: 'web,cook',
    APP_WORKERS: '-1',
    APP_WORKER_MEMORY_MB: '1',
    DATABASE_URL: 'mysql://app:s3cret@localhost/shop',
    DATABASE_OWNER_URL: 's3cret',
    LOG_LEVEL: 'loud',
  })

  const url = 'a URL such as postgres://user:password@host:5432/database'
  expect(values).toBeUndefined()
  expect(problems.map(({ code, sentence }) => [code, sentence])).toEqual(
    [
      ['NODE_ENV', 'development, test or production'],
      ['PORT', 'a port from 0 to 65535'],
      ['APP_URL', 'an origin such as https://shop.example, without a path'],
      ['APP_ROLE', 'web, worker, scheduler, several of them separated by commas, or all'],
      ['APP_WORKERS', 'a whole number from 0 to 64'],
      ['APP_WORKER_MEMORY_MB', 'a whole number from 64 to 1048576'],
      ['DATABASE_URL', url],
      ['DATABASE_OWNER_URL', url],
      ['LOG_LEVEL', 'one of trace, debug, info, warn, error, fatal, silent'],
    ].map(([name, expected]) => ['ASH202', `The environment variable ${name} does not fit. Set it to ${expected}.`]),
  )
  expect(JSON.stringify(problems.map(({ message, details }) => [message, details]))).not.toContain('s3cret')
})

test.each(['80abc', '-1', '1e3', '0x50', ' '])('PORT is no %j', (PORT) => {
  expect(parseFrameworkEnvironment({ PORT }).problems).toMatchObject([
    { code: 'ASH202', details: { variable: 'PORT' } },
  ])
})

test('the .env file of an app fills in what the process does not set', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ashlar-environment-'))
  try {
    vi.stubEnv('ASHLAR_TEST_SET', 'by the process')
    vi.stubEnv('ASHLAR_TEST_UNSET', undefined)
    await writeFile(join(folder, '.env'), 'ASHLAR_TEST_SET=by the file\nASHLAR_TEST_UNSET="by the file"\n')

    const environment = loadEnvironment(folder)

    expect(environment.ASHLAR_TEST_SET).toBe('by the process')
    expect(environment.ASHLAR_TEST_UNSET).toBe('by the file')
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('an app needs no .env file, but one that cannot be read is told', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ashlar-environment-'))
  try {
    expect(loadEnvironment(folder).PATH).toBe(process.env.PATH)
    await mkdir(join(folder, '.env'))
    expect(() => loadEnvironment(folder)).toThrow(expect.objectContaining({ code: 'ASH204' }))
  } finally {
    await rm(folder, { recursive: true })
  }
})
