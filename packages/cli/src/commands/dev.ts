import { relative } from 'node:path'
import { styleText } from 'node:util'
import { getAppFolder } from '../app/app-folder.ts'
import { defineAshlarCommand } from '../command.ts'
import type { Verdict } from '../dev/sound-watch.ts'
import { startDevelopment } from '../dev/start-development.ts'
import { stopOnSignals } from '../serve/stop-on-signals.ts'
import { parsePort } from '../terminal/options.ts'
import { formatDuration, printDone, printError, printFailure, printLine, printWarning } from '../terminal/print.ts'

export const dev = defineAshlarCommand({
  name: 'dev',
  description: 'Serve the app from its sources, with hot pages and a server that starts anew on changes',
  args: {
    port: {
      type: 'string',
      valueHint: 'number',
      description: 'The port to listen on (default: PORT, or 3000; the next free one if it is taken)',
    },
    host: {
      type: 'string',
      valueHint: 'address',
      description: 'The address to listen on (default: HOST, or 127.0.0.1)',
    },
  },
  run: async ({ args }) => {
    process.env.NODE_ENV ??= 'development'
    const appFolder = getAppFolder(process.cwd())
    const development = await startDevelopment({
      appFolder,
      port: parsePort(args.port),
      host: args.host,
      onChange: (file) => printLine(styleText('dim', `${relative(process.cwd(), file)} changed`)),
      onStaleTables: (modules) =>
        printWarning(
          `The tables of ${modules.join(', ')} are not what the migrations make of them. Write one with: ashlar db diff`,
        ),
      onVerdict: printVerdict,
    })
    const { supervisor, url, wantedPort } = development
    if (!url.endsWith(`:${wantedPort}`)) printLine(`Port ${wantedPort} is taken; this is the next free one.`)
    let name = 'The app'
    supervisor.on('found', (app) => {
      name = app.name
    })
    supervisor.on('ready', ({ migrations, durationMs, restarted }) => {
      if (migrations > 0) printDone(`Applied ${migrations} migration${migrations === 1 ? '' : 's'}`)
      if (restarted) printDone(`Started anew in ${formatDuration(durationMs)}`)
      else
        printLine(
          `${styleText('cyan', '➜')} ${name}: ${styleText('bold', url)}  (ready in ${formatDuration(durationMs)}, Ctrl-C stops it)`,
        )
    })
    supervisor.on('failed', printFailure)
    stopOnSignals({
      onStopping: () => printLine(''),
      stop: async () => {
        await development.close()
        printDone('Stopped')
      },
      onError: printError,
    })
  },
})

function printVerdict(verdict: Verdict): void {
  if (verdict.kind === 'sound') printDone('Nothing is left that would stop a production build')
  else if (verdict.kind === 'unknown') printWarning(`The doctor cannot look at the project: ${verdict.text}`)
  else printWarning(`The app runs here, but would not be built for production:\n\n${verdict.text}\n`)
}
