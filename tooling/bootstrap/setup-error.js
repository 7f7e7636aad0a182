/** Something that a command needs and cannot have. Its message is one line: what, why, and what to do next. */
export class SetupError extends Error {}

/** The person ended the command while it was at work. */
export class Interrupted extends Error {
  /** @param {number} exitCode what shells expect of a program that a signal ended: 128 and the signal's number */
  constructor(exitCode) {
    super('Stopped before it was done. Run the command again to go on.')
    this.exitCode = exitCode
  }
}

export function noNodeForPlatform({ version, needed, platform }) {
  return new SetupError(
    `Ashlar needs Node ${needed} or newer, this is Node ${version}, and none can be brought along for ${platform}. ` +
      `Install Node ${needed} from https://nodejs.org and run the command again.`,
  )
}

export function nodeNotBrought({ version, needed, reason }) {
  return new SetupError(
    `Ashlar needs Node ${needed} or newer, this is Node ${version}, and a newer one could not be brought along: ${reason}. ` +
      `Install Node ${needed} from https://nodejs.org, or put that right and run the command again.`,
  )
}

export function dependenciesNotInstalled(reason) {
  return new SetupError(`The dependencies could not be installed: ${reason}. Put that right and run the command again.`)
}

export function toolMissing(name) {
  return new SetupError(
    `${name} is missing from node_modules although an installation was recorded. Delete node_modules and run the command again.`,
  )
}

export function notWritable({ path, reason }) {
  return new SetupError(
    `${path} cannot be written (${reason}). If this checkout belongs to another user, run the command as that user or ` +
      'give the folder to yourself with chown; then run the command again.',
  )
}

export function diskFull() {
  return new SetupError('The disk is full. Make some room (about 1 GB) and run the command again.')
}

export function givenChromiumFails({ path, reason }) {
  return new SetupError(
    `CHROMIUM_PATH is ${path}, which does not start as a browser: ${reason}. Correct CHROMIUM_PATH or unset it, and run the command again.`,
  )
}

export function noChromium(attempts) {
  return new SetupError(
    `The browser tests need Chromium and none could be had: ${attempts.join('; ')}. ` +
      'Install Chromium or Chrome, or set CHROMIUM_PATH, and run the command again.',
  )
}
