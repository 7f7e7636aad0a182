import { relative } from 'node:path'
import { getBootableApp } from '../app/installed-app.ts'
import { buildApp } from '../build/build-app.ts'
import { defineAshlarCommand } from '../command.ts'
import { formatBytes, formatCount, formatDuration, printDone, printJson } from '../terminal/print.ts'

export const build = defineAshlarCommand({
  name: 'build',
  description: 'Build the app for production, into dist',
  args: { json: { type: 'boolean', description: 'Print sizes and times as JSON' } },
  run: async ({ args }) => {
    process.env.NODE_ENV = 'production'
    const start = performance.now()
    const app = await getBootableApp(process.cwd())
    const report = await buildApp(app)
    const durationMs = performance.now() - start
    if (args.json) return printJson({ ...report, durationMs })
    for (const part of ['client', 'server'] as const) {
      const { files, bytes, durationMs: partMs } = report[part]
      printDone(`${part}: ${formatCount(files, 'file')}, ${formatBytes(bytes)}, in ${formatDuration(partMs)}`)
    }
    printDone(
      `Built ${app.name} with ${formatCount(app.modules.length, 'module')} in ${formatDuration(durationMs)}: ` +
        `node ${relative(process.cwd(), report.folder) || '.'}/server.js, or ashlar start`,
    )
  },
})
