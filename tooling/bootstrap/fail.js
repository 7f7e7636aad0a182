/** Ends the command with one friendly line: what happened, why, and what to do. */
export function fail(line) {
  process.stderr.write(`\n${line}\n`)
  process.exit(1)
}

/** Tells what is being done, on a line of its own. */
export function say(line) {
  process.stdout.write(`${line}\n`)
}
