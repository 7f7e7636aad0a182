/** Whose a package is, by its package.json. */
import type { PackageModel } from '@ashlar/doctor/project'
import { z } from 'zod'

/** `Mira Lund <mira@example.org> (https://example.org)`, or the same as an object. */
const Person = z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)])
const People = z.union([z.array(Person.catch('')), Person.transform((person) => [person])]).catch([])
const PackageJson = z
  .object({ author: People.default([]), maintainers: People.default([]) })
  .catch({ author: [], maintainers: [] })

/** The names of its author and maintainers, each once, without their addresses. */
export function readOwners({ json }: PackageModel): string[] {
  const { author, maintainers } = PackageJson.parse(json.data)
  const names = [...author, ...maintainers].map((person) => person.replace(/\s*[<(].*$/, '').trim())
  return [...new Set(names.filter((name) => name !== ''))]
}
