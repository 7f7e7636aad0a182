import { useState } from 'react'
import type { AnyRoute, BodyInputOf } from '../contract/routes.ts'
import { findRefusal, type Messages } from './find-refusal.ts'
import { router } from './inertia.ts'
import { type ActionRoute, addressOf, type ParamsNeeded, verbOf } from './route-call.ts'

/** What one sending of an action carries. */
export type ActionOptions<R extends AnyRoute> = ParamsNeeded<R> &
  (R['options'] extends { readonly body: object }
    ? { readonly body: BodyInputOf<R> }
    : { readonly body?: undefined }) & {
    /** Called when the server has done it. */
    readonly onSuccess?: () => void
  }

/** Something a person can do on a page without filling in a form. */
export interface Action<R extends AnyRoute> {
  readonly send: (options: ActionOptions<R>) => void
  /** Whether it is on its way. */
  readonly processing: boolean
}

/**
 * An action that a button sends, such as removing what is shown.
 *
 * @example
 * const remove = useAction(routes.remove)
 *
 * remove.send({ params: { id: order.id } })
 */
export function useAction<R extends AnyRoute>(route: R & ActionRoute<R>): Action<R> {
  const [processing, setProcessing] = useState(false)
  return {
    processing,
    send({ params, body, onSuccess }) {
      router.visit(addressOf(route, params), {
        method: verbOf(route),
        data: body ?? {},
        preserveScroll: true,
        preserveState: true,
        onStart: () => setProcessing(true),
        onSuccess: () => onSuccess?.(),
        onError: tellRefusal,
        onHttpException(answer) {
          const refused = findRefusal(answer.data)
          if (refused) tellRefusal(refused)
          return refused === undefined
        },
        onFinish: () => setProcessing(false),
      })
    },
  }
}

/** No field stands beside a button to carry the messages, so that they are told as those of the app are. */
function tellRefusal(refused: Messages): void {
  router.flash({ kind: 'error', message: Object.values(refused).join(' ') })
}
