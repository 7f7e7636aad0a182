/** What a customer may owe. Amounts are in cents. */
export interface Credit {
  /** `null` for as much as is asked for. */
  readonly limit: number | null
  /** What the other open orders come to. */
  readonly others: number
  /** What this order came to so far; 0 for a new one. */
  readonly before: number
  readonly amount: number
}

/** Whether an order is more than the customer may still owe. One that gets smaller never is. */
export function exceedsCredit({ limit, others, before, amount }: Credit): boolean {
  return limit !== null && amount > before && others + amount > limit
}
