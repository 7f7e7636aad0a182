import { styleText } from 'node:util'
import { getAppFolder } from '../app/app-folder.ts'
import { defineAshlarCommand } from '../command.ts'
import { stopOnSignals } from '../serve/stop-on-signals.ts'
import { announceServer, findRunningServer } from '../start/running-server.ts'
import { startApp } from '../start/start-app.ts'
import { parseNumber, parsePort, parseRoleOptions } from '../terminal/options.ts'
import { formatDuration, printDone, printError, printLine } from '../terminal/print.ts'

export const start = defineAshlarCommand({
  name: 'start',
  description: 'Serve the production build of the app',
  args: {
    embedded: { type: 'boolean', description: 'Use the embedded PostgreSQL of the app folder' },
    port: { type: 'string', valueHint: 'number', description: 'The port to listen on (default: PORT, or 3000)' },
    host: {
      type: 'string',
      valueHint: 'address',
      description: 'The address to listen on (default: HOST, or 127.0.0.1)',
    },
    role: {
      type: 'string',
      valueHint: 'web|worker|scheduler|all',
      description: 'What the process does; several with commas or repeated (default: APP_ROLE, or all)',
    },
    workers: {
      type: 'string',
      valueHint: 'number',
      description:
        'Processes that deliver events and run jobs, kept running (default: APP_WORKERS, or none of their own)',
    },
    'worker-memory': {
      type: 'string',
      valueHint: 'MiB',
      description: 'The largest heap of each worker process (default: APP_WORKER_MEMORY_MB, or as Node decides)',
    },
    seed: {
      type: 'boolean',
      default: true,
      description: 'Fill an empty embedded database',
      negativeDescription: 'Leave an empty embedded database as it is',
    },
  },
  run: async ({ args, rawArgs }) => {
    process.env.NODE_ENV = 'production'
    const startedAt = performance.now()
    const appFolder = getAppFolder(process.cwd())
    const running = await findRunningServer(appFolder)
    if (running) {
      return printLine(
        `The app is running already: ${running.url} (process ${running.pid}). Stop it there with Ctrl-C.`,
      )
    }
    const app = await startApp({
      appFolder,
      embedded: args.embedded ?? false,
      port: parsePort(args.port),
      host: args.host,
      role: parseRoleOptions(rawArgs),
      workers: parseNumber('workers', args.workers, 0, 64),
      workerMemoryMb: parseNumber('worker-memory', args['worker-memory'], 64, 1_048_576),
      seed: args.seed,
    })
    announceServer(appFolder, app.url)
    stopOnSignals({
      onStopping: () => printLine('\nStopping: requests under way are answered first. Ctrl-C again ends it at once.'),
      stop: async () => {
        await app.close()
        printDone('Stopped')
      },
      onError: printError,
    })
    printDone(`Started in ${formatDuration(performance.now() - startedAt)}`)
    for (const fact of app.facts) printLine(`  ${fact}`)
    printLine(`${styleText('cyan', '➜')} ${app.name}: ${styleText('bold', app.url)}  (Ctrl-C stops it)`)
  },
})
