/** What a route's path may look like: plain segments and whole-segment parameters, nothing that a router reads as a pattern. */

const plainSegment = /^[A-Za-z0-9._~-]+$/
const parameterSegment = /^:[A-Za-z][A-Za-z0-9_]*$/

/** The names of a path's parameters, in order. */
export function listParameters(path: string): string[] {
  return segmentsOf(path)
    .filter((segment) => segment.startsWith(':'))
    .map((segment) => segment.slice(1))
}

/** What two paths share when a request could mean either: the path without the names of its parameters. */
export function shapeOfPath(path: string): string {
  return `/${segmentsOf(path)
    .map((segment) => (segment.startsWith(':') ? ':' : segment))
    .join('/')}`
}

/** What is wrong with a path, in words that follow "but", or `undefined`. */
export function findPathFault(path: string): string | undefined {
  if (path === '/') return undefined
  if (!path.startsWith('/')) return 'it does not start with a slash'
  for (const segment of path.slice(1).split('/')) {
    if (segment === '') return 'it has an empty segment'
    if (segment.startsWith(':') ? !parameterSegment.test(segment) : !plainSegment.test(segment)) {
      return `"${segment}" is neither a plain segment nor a parameter`
    }
  }
  const parameters = listParameters(path)
  const repeated = parameters.find((name, index) => parameters.indexOf(name) !== index)
  return repeated === undefined ? undefined : `it has the parameter "${repeated}" twice`
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '')
}
