import { resolve } from 'node:path'
import { defineAshlarCommand } from '../command.ts'
import { packPackage } from '../pack/pack-package.ts'
import { formatBytes, formatCount, printDone, printJson, printLine } from '../terminal/print.ts'

export const pack = defineAshlarCommand({
  name: 'pack',
  description: 'Make a publishable tarball of a TypeScript package',
  args: {
    folder: { type: 'positional', required: false, description: 'The folder of the package (default: this one)' },
    out: { type: 'string', valueHint: 'folder', description: 'Where the tarball goes (default: this folder)' },
    json: { type: 'boolean', description: 'Print the result as JSON' },
  },
  run: async ({ args }) => {
    const packed = await packPackage({ folder: resolve(args.folder ?? '.'), outFolder: resolve(args.out ?? '.') })
    if (args.json) return printJson(packed)
    printDone(
      `Packed ${packed.name} ${packed.version}: ${formatBytes(packed.bytes)}, ${formatCount(packed.files.length, 'file')}`,
    )
    for (const file of packed.files) printLine(`    ${file}`)
    printLine(`  Install it with: npm install ${packed.file}`)
  },
})
