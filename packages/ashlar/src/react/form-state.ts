/** What a form holds while a person fills it in, and how it is on its way. */
import { useState } from 'react'
import { findRefusal, type Messages } from './find-refusal.ts'
import { type PendingVisit, router } from './inertia.ts'
import { isSame } from './is-same.ts'

export interface SendOptions<Data> {
  readonly data: Data
  readonly preserveState: boolean
  /** Called when the server has accepted it. */
  readonly onSuccess: () => void
  /** Called when the server has refused it. */
  readonly onRefused: () => void
}

export interface FormState<Data> {
  readonly data: Data
  readonly messages: Messages
  /** Whether it holds what the server has not accepted. */
  readonly isDirty: boolean
  readonly processing: boolean
  /** How much of an upload has been sent; `undefined` while nothing is sent. */
  readonly uploadedPercent: number | undefined
  /** Sets one field, and takes away the messages about it. */
  readonly setField: (field: string, value: unknown) => void
  /** Sets all of it, and takes away the messages about fields that have another value now. */
  readonly setData: (data: Data) => void
  /** Takes what the form holds back to what the server accepted last, or to what it began with. */
  readonly reset: () => void
  readonly showMessages: (messages: Messages) => void
  /** Goes on from what the server has now. */
  readonly adopt: (state: { readonly data: Data; readonly accepted: Data; readonly messages: Messages }) => void
  readonly send: (method: PendingVisit['method'], address: string, options: SendOptions<Data>) => void
}

/** Keeps the state of one form. What it begins with is read once. */
export function useFormState<Data>(initial: Data): FormState<Data> {
  const [data, setData] = useState(initial)
  const [accepted, setAccepted] = useState(initial)
  const [messages, setMessages] = useState<Messages>({})
  const [processing, setProcessing] = useState(false)
  const [uploadedPercent, setUploadedPercent] = useState<number>()

  return {
    data,
    messages,
    isDirty: !isSame(data, accepted),
    processing,
    uploadedPercent,
    setField(field, value) {
      setData((current) => ({ ...current, [field]: value }))
      setMessages((current) => withoutFields(current, [field]))
    },
    setData(next) {
      setData(next)
      setMessages((current) => withoutFields(current, listChanges(data, next)))
    },
    reset: () => setData(accepted),
    showMessages: setMessages,
    adopt(state) {
      setData(state.data)
      setAccepted(state.accepted)
      setMessages(state.messages)
    },
    send(method, address, { data: sent, preserveState, onSuccess, onRefused }) {
      const showRefusal = (refused: Messages) => {
        setMessages(refused)
        onRefused()
      }
      setMessages({})
      router.visit(address, {
        method,
        data: sent,
        preserveScroll: true,
        preserveState,
        onStart: () => setProcessing(true),
        onProgress: (progress) => setUploadedPercent(progress?.percentage),
        onSuccess() {
          setAccepted(data)
          onSuccess()
        },
        onError: showRefusal,
        onHttpException(answer) {
          const refused = findRefusal(answer.data)
          if (refused) showRefusal(refused)
          return refused === undefined
        },
        onFinish() {
          setProcessing(false)
          setUploadedPercent(undefined)
        },
      })
    },
  }
}

function listChanges<Data>(before: Data, after: Data): readonly string[] {
  return Object.keys({ ...before, ...after } as object).filter(
    (field) => before[field as keyof Data] !== after[field as keyof Data],
  )
}

function withoutFields(messages: Messages, fields: readonly string[]): Messages {
  const isAbout = (path: string) =>
    fields.some((field) => path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`))
  return Object.fromEntries(Object.entries(messages).filter(([path]) => !isAbout(path)))
}
