/** Whether a permission is meant by a name, by `orders.*`, or by `*`. */
export function matchesPermission(pattern: string, permission: string): boolean {
  if (pattern === '*' || pattern === permission) return true
  return pattern.endsWith('.*') && permission.startsWith(pattern.slice(0, -1))
}
