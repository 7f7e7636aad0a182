import { preparedTextsOf } from '../data/runtime.ts'

/** Names the framework's statements about events. */
export const prepareText = preparedTextsOf('event')
