#!/usr/bin/env node
import module from 'node:module'

const oldest = 24

if (Number.parseInt(process.versions.node, 10) < oldest) {
  console.error(
    `This command was started with Node ${process.versions.node}, but Ashlar runs TypeScript as it is and needs Node ${oldest} or newer. ` +
      'Install it from https://nodejs.org, or put it first in PATH, and run the command again. [ASH503]',
  )
  process.exitCode = 1
} else {
  // Half of the time of a short command would be compiling it again.
  module.enableCompileCache()
  const { runCli } = await import('@ashlar/cli')
  await runCli(process.argv.slice(2))
}
