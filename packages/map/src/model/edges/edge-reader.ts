import type { ModuleModel, Project } from '@ashlar/doctor/project'
import type { Edge } from '../project-map.ts'
import type { Scope } from '../scope.ts'

/** One thing that joins two nodes; those between the same two become one edge. */
export interface Joint extends Omit<Edge, 'kind' | 'by'> {
  readonly by: string
}

/** Finds what joins the nodes of a map in one way. */
export type EdgeReader = (project: Project, scope: Scope) => Iterable<Joint>

/** The modules that offer a service. */
export function offerersOf({ modules }: Pick<Scope, 'modules'>, service: string): ModuleModel[] {
  return modules.filter(({ declares }) => declares.offers.some((offer) => offer.service === service))
}
