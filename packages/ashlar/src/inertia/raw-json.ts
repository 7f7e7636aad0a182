/** JSON text that is written into pages as it stands, so that what many requests share is serialised once. */

/** A prop that carries its own JSON text. It is trusted: no schema projects it. */
export class RawJson<Value = unknown> {
  readonly text: string
  #value: Value | undefined
  #scriptText: string | undefined

  constructor(text: string, value?: Value) {
    this.text = text
    this.#value = value
  }

  /** The value behind the text; parsed on first use when it was not given. */
  get value(): Value {
    this.#value ??= JSON.parse(this.text) as Value
    return this.#value
  }

  /** The text as it stands in a script element; escaped on first use. */
  get scriptText(): string {
    this.#scriptText ??= escapeForScript(this.text)
    return this.#scriptText
  }

  toJSON(): Value {
    return this.value
  }
}

/**
 * Wraps JSON text that is already known, such as the translations of a language or rows that the database turned to JSON.
 *
 * @param value what the text says, for server rendering; parsed from the text when left out
 */
export function rawJson<Value>(text: string, value?: Value): RawJson<Value> {
  return new RawJson(text, value)
}

/**
 * Puts an object together of which some values are raw JSON, without serialising those again.
 *
 * @example
 * const locale = rawJsonObject({ language: 'en', namespaces: rawJson('{"orders":{"title":"Orders"}}') })
 *
 * locale.text // '{"language":"en","namespaces":{"orders":{"title":"Orders"}}}'
 */
export function rawJsonObject<Parts extends Readonly<Record<string, unknown>>>(
  parts: Parts,
): RawJson<{ readonly [Key in keyof Parts]: Parts[Key] extends RawJson<infer Value> ? Value : Parts[Key] }> {
  const members = Object.entries(parts).flatMap(([key, part]) => {
    const text = part instanceof RawJson ? part.text : JSON.stringify(part)
    return text === undefined ? [] : `${JSON.stringify(key)}:${text}`
  })
  return new RawJson(`{${members.join(',')}}`)
}

/**
 * Makes JSON safe inside a script element: it can neither end the element nor open a comment in it.
 *
 * Both escapes are JSON's own, so the browser reads the same value back.
 */
export function escapeForScript(json: string): string {
  return json.replace(/\//g, '\\/').replace(/</g, '\\u003c')
}
