/** HTML in which nothing that comes from a project is markup. */

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text that is HTML already. Only `html` makes it. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Content = Markup | string | number | readonly (Markup | string)[]

/** Puts HTML together; what is no markup itself is escaped, inside of attributes as well. */
export function html(fixed: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  const written = fixed.map((text, index) => `${text}${index < contents.length ? write(contents[index] ?? '') : ''}`)
  return new Markup(written.join(''))
}

/** Nothing, where something may stand. */
export const nothing = new Markup('')

function write(content: Content): string {
  if (content instanceof Markup) return content.text
  if (typeof content === 'object') return content.map(write).join('')
  return String(content).replace(/[&<>"']/g, (character) => escapes[character] ?? character)
}
