/** What a route's path may look like: plain segments and whole-segment parameters, nothing that a router reads as a pattern. */

const segment = /^(?:[A-Za-z0-9._~-]+|:[A-Za-z][A-Za-z0-9_]*)$/
const wholePath = /^(?:\/|(?:\/(?:[A-Za-z0-9._~-]+|:[A-Za-z][A-Za-z0-9_]*))+)$/
const parameter = /:([^/]+)/g

/** The names of a path's parameters, in order. */
export function listParameters(path: string): string[] {
  return [...path.matchAll(parameter)].map(([, name = '']) => name)
}

/** What two paths share when a request could mean either: the path without the names of its parameters. */
export function shapeOfPath(path: string): string {
  return path.replace(parameter, ':')
}

/** What is wrong with a path, in words that follow "but", or `undefined`. */
export function findPathFault(path: string): string | undefined {
  return wholePath.test(path) ? findRepeatedParameter(path) : findWrongSegment(path)
}

function findRepeatedParameter(path: string): string | undefined {
  if (path.indexOf(':') === path.lastIndexOf(':')) return undefined
  const names = listParameters(path)
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  return repeated === undefined ? undefined : `it has the parameter "${repeated}" twice`
}

function findWrongSegment(path: string): string {
  if (!path.startsWith('/')) return 'it does not start with a slash'
  const wrong = path
    .slice(1)
    .split('/')
    .find((part) => !segment.test(part))
  return wrong ? `"${wrong}" is neither a plain segment nor a parameter` : 'it has an empty segment'
}
