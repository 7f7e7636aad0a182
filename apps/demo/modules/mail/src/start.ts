import { behaviour } from 'ashlar'
import { deliverLetter } from './actions/deliver-letter.ts'
import { sendLetter } from './actions/send-letter.ts'
import { createMessageStore } from './data/message-store.ts'
import type definition from './module.ts'
import { createMailRoutes } from './routes.ts'
import { openTransport } from './transport/open-transport.ts'

export default behaviour<typeof definition>(({ db, settings, enqueue, jobs }) => {
  const messages = createMessageStore(db)
  const transport = openTransport({
    smtpUrl: settings.smtpUrl.reveal(),
    folder: settings.folder,
    from: settings.from,
  })
  return {
    offers: { mail: { send: (letter) => sendLetter({ messages, enqueue }, letter) } },
    routes: createMailRoutes({ messages, jobs }),
    jobs: { deliver: (letter, context) => deliverLetter({ messages, transport }, letter, context) },
    stop: async () => transport.close(),
  }
})
