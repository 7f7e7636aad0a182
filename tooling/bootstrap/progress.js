/** What a command says while it works. */

/** How often a log that nobody may be watching is told that work goes on. */
const logBeatMs = 5000

/** Says one fact, on a line of its own. */
export function say(line) {
  process.stdout.write(`${line}\n`)
}

/**
 * Does a piece of work and says so in one line with its time, marked by whether it went well. While it lasts, a terminal
 * shows the seconds count, and a log gets a line every few seconds.
 *
 * @param {(result: any) => boolean} isGood work that raises has not gone well either
 */
export async function step(title, work, isGood = () => true) {
  const startedAt = performance.now()
  const live = process.stdout.isTTY === true
  const clear = live ? '\r\x1b[2K' : ''
  const show = () => process.stdout.write(`${clear}… ${title} (${seconds(startedAt)})${live ? '' : '\n'}`)
  if (live) show()
  const beat = setInterval(show, live ? 1000 : logBeatMs)
  let mark = '✗'
  try {
    const result = await work()
    if (isGood(result)) mark = '✓'
    return result
  } finally {
    clearInterval(beat)
    say(`${clear}${mark} ${title} (${seconds(startedAt)})`)
  }
}

/** The time since a moment of `performance.now()`, in words. */
function seconds(startedAt) {
  const elapsed = (performance.now() - startedAt) / 1000
  return `${elapsed < 10 ? elapsed.toFixed(1) : Math.round(elapsed)} s`
}
