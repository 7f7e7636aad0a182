import type { ChangeClass } from '@ashlar/contract-lock'

/** What a change must be called; `none` for one that changes nothing for anybody. */
export type Verdict = ChangeClass | 'none'

/** One change of a contract whose verdict is known from how it was made. */
export interface Mutation {
  /** The name that the parts of the contract bear, by which changes are told to be of this mutation. */
  readonly name: string
  /** What is mutated, for whoever reads a failure. */
  readonly about: string
  readonly verdict: Verdict
  readonly old: Part
  readonly now: Part
}

/** What a mutation adds to the contract and the definition that all of them share. */
export interface Part {
  readonly contract?: string
  readonly route?: string
  readonly page?: string
  readonly setting?: string
  readonly event?: string
  readonly permission?: string
  readonly offer?: string
}
