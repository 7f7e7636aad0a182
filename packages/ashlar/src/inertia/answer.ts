/** What the protocol answers: plain data, for whatever server sends it. */

/** An HTTP answer. Header names are in lower case. */
export interface InertiaAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}
