import { setTimeout as delay } from 'node:timers/promises'
import { behaviour } from 'ashlar'
import { afterCommit, bookkeeping } from 'ashlar/data'
import { noContent, notFound } from 'ashlar/http'
import { booked, stepCount } from './contract.ts'
import { type Booked, createBankStore } from './data/bank-store.ts'
import type definition from './module.ts'

export default behaviour<typeof definition>(({ db, enqueue, publish, settings }) => {
  const store = createBankStore(db)

  async function book(booking: Booked) {
    await store.addEntry(booking)
    await publish(booked, booking, { key: String(booking.account) })
    await enqueue('receipt', booking)
    await store.addToBalance(booking)
    return { ref: booking.ref }
  }

  /** The faults that a harness must find. */
  async function bookWrongly(booking: Booked) {
    switch (settings.fault) {
      case 'ack-before-commit':
        afterCommit(async () => {
          await delay(50)
          await book(booking)
        })
        return { ref: booking.ref }
      case 'book-twice':
        await store.addEntry(booking)
        return book(booking)
      case 'half':
        await store.addEntry(booking)
        return { ref: booking.ref }
      case 'refuse-after-commit':
        await bookkeeping(() => book(booking))
        throw notFound('booking')
      default:
        return book(booking)
    }
  }

  return {
    routes: {
      book: ({ body }) => bookWrongly(body),
      slow: async ({ body: { seconds, ...booking } }) => {
        await store.sleep(seconds)
        return book(booking)
      },
      upload: async ({ body: { digest, file, ...booking } }) => {
        await store.addUpload(booking.ref, digest, Buffer.from(await file.arrayBuffer()))
        return book(booking)
      },
      steps: async ({ body: { ref, endAfter, goOn } }) => {
        const session = await store.findSession()
        for (let number = 0; number <= stepCount; number += 1) {
          if (number > 0) {
            await store.addStep(ref, number).catch((error: unknown) => {
              if (!goOn) throw error
            })
          }
          if (number === endAfter) await bookkeeping(() => store.endSession(session))
        }
        return { ref }
      },
      late: async () => {
        await store.sleep(10)
        return noContent()
      },
      echo: async ({ params }) => ({ word: await store.repeat(params.word) }),
      ping: async () => ({ pong: true }),
    },
    listens: { post: store.addPosting },
    jobs: { receipt: store.addReceipt },
  }
})
