import type { Secret } from '../../facts/secrets.ts'
import { findSecrets } from '../../facts/secrets.ts'
import type { PackageModel } from '../../project/project.ts'
import { defineRule } from '../../rule.ts'
import { readExample } from './documents.ts'

/** ASH824: a token, a key or a password that stands in the sources. */
export const secretInSource = defineRule({
  code: 'ASH824',
  title: 'A secret in the sources',
  family: 'settings',
  level: 'error',
  cause: 'Everybody who has the sources has it, and their history keeps it for ever.',
  remedy:
    'Revoke it where it was made, make a new one, and give that to the app through a setting with "secret: true".',
  fix: { none: 'Taking it out of the file does not make it secret again.' },
  *check(project) {
    for (const of of project.packages) {
      const id = project.moduleOf(of)?.id
      for (const { path, what, at } of listSecrets(of)) {
        yield {
          place: { file: path, line: at.line, column: at.column },
          message: `What stands here is ${what}.`,
          modules: id === undefined ? [] : [id],
        }
      }
    }
  },
})

function listSecrets(of: PackageModel): (Secret & { readonly path: string })[] {
  const example = readExample(of)
  return [
    ...of.sources.flatMap(({ path, facts }) => facts.secrets.map((secret) => ({ ...secret, path }))),
    ...(example ? findSecrets(example.text).map((secret) => ({ ...secret, path: example.path })) : []),
  ]
}
