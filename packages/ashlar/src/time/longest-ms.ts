/** The longest that timers and PostgreSQL count, in milliseconds: almost 25 days. A timer that is to wait longer does not wait at all. */
export const longestMs = 2_147_483_647
