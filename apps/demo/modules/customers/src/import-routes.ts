/** The routes of imports: from an upload to its job, and to the pages that tell of it. */
import type { RouteHandlers } from 'ashlar'
import type { OwnJobs } from 'ashlar/contract'
import { notFound, redirect } from 'ashlar/http'
import { render } from 'ashlar/inertia'
import { type StartFileImportNeeds, startFileImport } from './actions/start-file-import.ts'
import { type FileImport, type FileImportId, pages, routes } from './contract.ts'
import { type KeptImport, stateOf } from './domain/file-import.ts'

export interface FileImportRouteNeeds extends StartFileImportNeeds {
  readonly jobs: OwnJobs
}

type FileImportRoutes = Pick<
  RouteHandlers<typeof routes>,
  'listImports' | 'startImport' | 'showImport' | 'cancelImport'
>

const importsShown = 20

/** Handles the routes of imports. */
export function createFileImportRoutes(needs: FileImportRouteNeeds): FileImportRoutes {
  const { imports, jobs } = needs

  async function getImport(id: FileImportId): Promise<KeptImport> {
    const kept = await imports.find(id)
    if (!kept) throw notFound('import')
    return kept
  }

  const hasEnded = ({ finished, cancelled }: KeptImport) => finished || cancelled
  const findJob = async (kept: KeptImport) => (hasEnded(kept) ? undefined : jobs.find(kept.jobId))

  async function describe(kept: KeptImport): Promise<FileImport> {
    const { id, fileName, startedAt, added } = kept
    return { id, fileName, startedAt, added, state: stateOf(kept, await findJob(kept)) }
  }

  return {
    listImports: () =>
      render(pages.Imports, { imports: async () => Promise.all((await imports.list(importsShown)).map(describe)) }),
    async startImport({ body: { file } }) {
      return redirect(routes.showImport({ id: await startFileImport(needs, file) }))
    },
    async showImport({ params: { id } }) {
      // The job first: should it end meanwhile, the row says so.
      const job = await findJob(await getImport(id))
      const kept = await getImport(id)
      const { fileName, startedAt, added, refused, refusedLines } = kept
      return render(pages.Import, {
        fileImport: { id, fileName, startedAt, added, state: stateOf(kept, job) },
        progress: { done: job?.progress?.done ?? 0, note: job?.progress?.note ?? '' },
        refused: [...refused],
        refusedLines,
        failure: job?.error?.message ?? null,
      })
    },
    async cancelImport({ params: { id } }) {
      const { jobId } = await getImport(id)
      if (await jobs.cancel(jobId)) await imports.cancel(id)
      return redirect(routes.showImport({ id }))
    },
  }
}
