import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** What axe finds to keep people out, on a page or in parts of it: the rules that are broken, with the elements that break them. */
export async function findBarriers(
  page: Page,
  { parts, rules }: { readonly parts?: readonly string[]; readonly rules?: readonly string[] },
): Promise<unknown[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(
    ([include, runOnly]) =>
      window.axe.run(include ? { include: [...include] } : document, runOnly ? { runOnly: [...runOnly] } : {}),
    [parts, rules] as const,
  )
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])
}

declare global {
  interface Window {
    readonly axe: typeof axe
  }
}
