import { join, relative, resolve } from 'node:path'
import { checkMap, chooseFormat, defaultMapFile, type FileFormat, readMap, renderMap, writeMap } from '@ashlar/map'
import { defineAshlarCommand } from '../command.ts'
import { printDone, printText } from '../terminal/print.ts'

const formats = ['mermaid', 'dot', 'json', 'html'] as const satisfies readonly FileFormat[]

export const graph = defineAshlarCommand({
  name: 'graph',
  description: 'Draw the map of the app: its modules, what joins them, and a canvas for each',
  args: {
    mermaid: { type: 'boolean', description: 'As a Mermaid diagram; in a Markdown file with a canvas for each module' },
    dot: { type: 'boolean', description: 'As a graph for Graphviz' },
    json: { type: 'boolean', description: 'As JSON' },
    html: { type: 'boolean', description: 'As one HTML file to look at: search, filters, a canvas for each module' },
    out: { type: 'string', valueHint: 'file', description: 'Write it to a file, whose ending can say the form' },
    check: {
      type: 'boolean',
      description: `Fail when the file of --out, or else ${defaultMapFile}, is not what the sources give`,
    },
  },
  run: async ({ args }) => {
    const named = formats.filter((format) => args[format])
    const { map, folder } = await readMap({ folder: process.cwd() })
    const file = findFile(args.out, args.check, folder)
    const format = chooseFormat({ named, file })
    const text = await renderMap(map, format)
    if (file === undefined) return printText(text)
    const shown = relative(process.cwd(), file)
    if (args.check) {
      checkMap({ file, text, command: ['ashlar graph', ...named.map((name) => `--${name}`), '--out', shown].join(' ') })
      return printDone(`The map at ${shown} is up to date`)
    }
    await writeMap(file, text)
    printDone(`Wrote the map to ${shown}`)
  },
})

/** Absolute; `undefined` when the map goes to the terminal. */
function findFile(out: string | undefined, check: boolean | undefined, folder: string): string | undefined {
  if (out !== undefined) return resolve(out)
  return check ? join(folder, defaultMapFile) : undefined
}
