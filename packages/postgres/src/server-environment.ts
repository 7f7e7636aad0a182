/**
 * The environment for the server's programs: English messages, universal time, and nothing of whoever happened to start them, such
 * as PGPORT or LD_PRELOAD.
 */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { ...keptVariables(), LC_ALL: 'C', TZ: 'UTC' }
}

/** The variables that a detached program needs to find its way. */
export function keptVariables(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => /^(PATH|HOME|TMPDIR|TEMP|TMP|SystemRoot)$/i.test(name))
  return Object.fromEntries(kept)
}
