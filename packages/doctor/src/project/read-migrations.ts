import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { splitStatements } from 'ashlar/sql'
import { createLocator } from '../source/position.ts'
import type { MigrationModel, PackageModel } from './project.ts'

/** The migrations in the `migrations` folder of a package of the workspace, in the order of their names. */
export function readMigrations(root: string, { folder, fileNames }: PackageModel): MigrationModel[] {
  return fileNames
    .filter((file) => /^migrations\/[^/]+\.sql$/.test(file))
    .map((file) => {
      const path = folder === '' ? file : `${folder}/${file}`
      const sql = readFileSync(join(root, path), 'utf8')
      const split = splitStatements(sql)
      return {
        path,
        name: file.slice('migrations/'.length),
        sql,
        statements: 'statements' in split ? split.statements : undefined,
        locate: createLocator(sql),
      }
    })
}
