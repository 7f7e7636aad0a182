const masked = '[secret]'

/** A value that nobody is shown: whatever prints, logs or serialises it writes `[secret]` in its place. */
export class Secret<Value = string> {
  readonly #value: Value

  constructor(value: Value) {
    this.#value = value
  }

  /** The value itself. Call it where the value is used, and keep what it returns no longer than that. */
  reveal(): Value {
    return this.#value
  }

  toString(): string {
    return masked
  }

  toJSON(): string {
    return masked
  }

  /** What `console` and the debugger of Node print. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return masked
  }
}
