import { fileOf, findPaths, importsOf, isValueImport } from '../../project/import-graph.ts'
import type { Project, SourceFile, Target } from '../../project/project.ts'
import { defineRule } from '../../rule.ts'
import { startOfFile } from '../../source/position.ts'
import { listModulePageFiles, listPageFiles } from './page-files.ts'

/** ASH775: a page that does not say what it is. */
export const pageUntitled = defineRule({
  code: 'ASH775',
  title: 'A page without a title or a heading',
  family: 'pages',
  level: 'warning',
  cause:
    'The title tells one tab, bookmark and history entry from another, and the heading is what a screen reader looks for first.',
  remedy: 'Begin the page with <PageHeader title={…} />, or with <Title> and <h1>.',
  fix: { none: 'What the page is called is not known.' },
  *check(project) {
    for (const { file, id } of listPages(project)) {
      const made = findParts(project, file)
      const missing = made === 'unknown' ? [] : parts.filter((part) => !made.has(part))
      if (missing.length === 0) continue
      const { line, column } = file.facts.exports.find(({ name }) => name === 'default')?.at ?? startOfFile
      yield {
        place: { file: file.path, line, column },
        message: `This page has no ${missing.join(' and no ')}.`,
        modules: id === undefined ? [] : [id],
      }
    }
  },
})

type Part = 'title' | 'heading'
const parts: readonly Part[] = ['title', 'heading']

/** What the framework's own components make. */
const makers: Readonly<Record<string, readonly Part[]>> = {
  'ashlar/react#Title': ['title'],
  '@ashlar/ui#PageHeader': parts,
  '@ashlar/ui#ErrorPage': parts,
  '@ashlar/ui/error-page#default': parts,
}

/** Libraries of which it is known that nothing else makes a title or a heading. */
const plain = /^(?:react|react-dom|ashlar|@ashlar\/ui|zod)(?:\/|$)/

function* listPages(project: Project): Generator<{ readonly file: SourceFile; readonly id: string | undefined }> {
  const listed = [
    ...project.modules.map((module) => ({ id: module.id, files: listModulePageFiles(module) })),
    ...project.apps.map(({ package: of }) => ({ id: undefined, files: listPageFiles(of, 'pages') })),
  ]
  for (const { id, files } of listed) {
    for (const path of files.values()) {
      const file = project.files.get(path)
      if (file && file.facts.syntaxErrors.length === 0) yield { file, id }
    }
  }
}

/** The parts that a page makes, itself or with what it imports; `unknown` when a library may make them. */
function findParts(project: Project, page: SourceFile): ReadonlySet<Part> | 'unknown' {
  const files = [page]
  findPaths(project, {
    start: page,
    follows: (edge) => {
      const file = isValueImport(edge) && !plain.test(edge.import.specifier ?? '') ? fileOf(edge.target) : undefined
      if (file) files.push(file)
      return file !== undefined
    },
    finds: () => false,
  })
  const found = new Set(files.flatMap((file) => partsOf(file)))
  const isWhole = found.size === parts.length || !files.some((file) => usesLibrary(project, file))
  return isWhole ? found : 'unknown'
}

function partsOf({ facts }: SourceFile): readonly Part[] {
  const imported = facts.imports
    .filter(({ typeOnly }) => !typeOnly)
    .flatMap(({ specifier, names }) => names.flatMap((name) => makers[`${specifier}#${name.imported}`] ?? []))
  return facts.heading ? ['heading', ...imported] : imported
}

/** Whether a component may come from a library, or from a text, that nothing is known of. */
function usesLibrary(project: Project, file: SourceFile): boolean {
  return importsOf(project, file).some(
    (edge) =>
      isValueImport(edge) &&
      !plain.test(edge.import.specifier ?? '') &&
      mayHoldComponents(edge.target) &&
      edge.import.names.some(({ imported }) => imported === '*' || imported === 'default' || /^[A-Z]/.test(imported)),
  )
}

const mayHoldComponents = (target: Target): boolean =>
  target.kind === 'library' || target.kind === 'unknown' || (target.kind === 'asset' && /\.mdx?$/.test(target.path))
