import type { EventOperations } from 'ashlar/runtime'
import { withApp } from '../../app/with-app.ts'
import { choiceNeeded } from '../../errors.ts'
import { embeddedOption } from '../db/embedded-option.ts'

/** What every command about events takes. */
export const eventArgs = {
  ...embeddedOption,
  json: { type: 'boolean', description: 'Print the outcome as JSON' },
} as const

/** How a command names deliveries. */
export const selectionArgs = {
  id: { type: 'positional', required: false, description: 'The id of an event' },
  handler: { type: 'string', valueHint: 'module.name', description: 'Only those of one handler' },
} as const

/** Works on the events of the app around the folder of the command. */
export function withEvents<Result>(
  embedded: boolean | undefined,
  work: (events: EventOperations) => Promise<Result>,
): Promise<Result> {
  return withApp({ from: process.cwd(), embedded }, ({ events }) => work(events))
}

/** Works on the deliveries that a command names. @throws ASH497 for an event that there is none of. */
export function withSelected<Result>(
  args: { readonly id?: string | undefined; readonly embedded?: boolean | undefined },
  work: (events: EventOperations) => Promise<Result>,
): Promise<Result> {
  return withEvents(args.embedded, async (events) => {
    if (args.id !== undefined) await events.show(args.id)
    return work(events)
  })
}

/** Whatever changes something says what it means: an event, a handler, or all. @throws ASH514 when nothing is said. */
export function selectDeliveries(
  command: string,
  args: {
    readonly id?: string | undefined
    readonly handler?: string | undefined
    readonly all?: boolean | undefined
  },
): { readonly eventId: string | undefined; readonly handler: string | undefined } {
  if (args.id === undefined && args.handler === undefined && !args.all)
    throw choiceNeeded(command, 'the id of an event, --handler with the name of one, or --all')
  return { eventId: args.id, handler: args.handler }
}
