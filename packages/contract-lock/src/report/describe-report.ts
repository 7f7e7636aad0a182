import { relative } from 'node:path'
import type { ContractReport, ContractsReport } from '../check-contracts.ts'

/** A report of one module as data for another program. */
export type DescribedContract = Omit<ContractReport, 'surface'>

/** A report as data for another program; files count from the root of the workspace. */
export function describeReport({ root, modules }: ContractsReport): { readonly modules: readonly DescribedContract[] } {
  const path = (absolute: string) => relative(root, absolute).replaceAll('\\', '/')
  return {
    modules: modules.map(({ surface: _surface, ...report }) => ({
      ...report,
      folder: path(report.folder),
      lockFile: path(report.lockFile),
    })),
  }
}
