import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { Interrupted } from './setup-error.js'

const signals = ['SIGINT', 'SIGTERM']

/** Within this time a second signal is the first one once more: npm repeats to its command what the terminal sent to both. */
const echoMs = 1000

/** A killed npm, or a shell between, passes nothing on; this tells that it is gone. */
const parent = process.env.npm_lifecycle_event ? process.ppid : undefined
const parentPollMs = 200

/**
 * Runs a program with this terminal as its own and answers its exit code.
 *
 * @throws Interrupted when the person ended it
 */
export async function run(command, args, options = {}) {
  const { code } = await follow(spawn(command, args, { stdio: 'inherit', ...options }))
  return code
}

/**
 * Runs a program silently and answers its exit code and what it printed. One that cannot be started has code 127.
 *
 * @param {{ graceMs?: number }} options how long it may go on after a signal; without it, as long as it takes
 * @throws Interrupted when the person ended it
 */
export async function capture(command, args, { graceMs, ...options } = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true, ...options })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk) => {
      output += chunk
    })
  }
  const { code, error } = await follow(child, graceMs)
  return { code, output: error ? error.message : output }
}

async function follow(child, graceMs) {
  const passing = passSignals(child, { fromTerminal: process.stdin.isTTY === true, graceMs })
  try {
    const ended = await ending(child)
    if (passing.first()) throw new Interrupted(exitCodeOf(passing.first()))
    return ended
  } finally {
    passing.stop()
  }
}

/**
 * Passes on to a child what this process is told, each signal once, and keeps this process alive until the child ended.
 *
 * @param {boolean} options.fromTerminal whether a Ctrl-C reaches the child by itself
 * @param {number} [options.graceMs] when to end a child that does not end by itself
 */
export function passSignals(child, { fromTerminal, graceMs }) {
  let first
  let impatience
  let passedAt = Number.NEGATIVE_INFINITY
  const pass = (signal) => {
    first ??= signal
    if (graceMs !== undefined) impatience ??= setTimeout(() => child.kill('SIGKILL'), graceMs)
    if (signal === 'SIGINT' && fromTerminal) return
    if (performance.now() - passedAt < echoMs) return
    passedAt = performance.now()
    child.kill(signal)
  }
  const poll = setInterval(() => {
    if (parent === undefined || process.ppid === parent) return
    clearInterval(poll)
    pass('SIGTERM')
  }, parentPollMs)
  for (const signal of signals) process.on(signal, pass)
  return {
    first: () => first,
    stop: () => {
      clearInterval(poll)
      clearTimeout(impatience)
      for (const signal of signals) process.off(signal, pass)
    },
  }
}

/** How a child ended: its exit code, with the error of one that could not be started. */
export function ending(child) {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 127, error }))
    child.once('close', (code, signal) => resolve({ code: code ?? exitCodeOf(signal) }))
  })
}

const exitCodeOf = (signal) => 128 + constants.signals[signal]
