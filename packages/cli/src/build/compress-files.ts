import { glob, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const compressBrotli = promisify(brotliCompress)
const compressGzip = promisify(gzip)

/** Smaller files fit a packet or two as they are. */
const smallestBytes = 1024

/** Writes a `.br` and a `.gz` beside every text file of a folder, so that serving them costs nothing. */
export async function compressFiles(folder: string): Promise<void> {
  const work: Promise<void>[] = []
  for await (const file of glob('**/*.{js,css,svg}', { cwd: folder })) work.push(compressFile(join(folder, file)))
  await Promise.all(work)
}

async function compressFile(file: string): Promise<void> {
  const content = await readFile(file)
  if (content.length < smallestBytes) return
  const [brotli, gzipped] = await Promise.all([
    compressBrotli(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }),
    compressGzip(content, { level: constants.Z_BEST_COMPRESSION }),
  ])
  await Promise.all([writeFile(`${file}.br`, brotli), writeFile(`${file}.gz`, gzipped)])
}
