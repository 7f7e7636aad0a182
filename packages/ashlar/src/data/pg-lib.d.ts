/** A part of pg that its types leave out: how a JavaScript value becomes the text or bytes of a parameter. */
declare module 'pg/lib/utils.js' {
  const utils: { readonly prepareValue: (value: unknown) => string | Buffer | null }
  export default utils
}
