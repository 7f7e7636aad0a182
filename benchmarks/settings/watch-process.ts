/** A process that tells when it sees a setting change. */
import { bootPanel } from './panel.ts'

const appUrl = process.env.DATABASE_URL ?? ''
const { app, settings } = await bootPanel({ appUrl, ownerUrl: appUrl }, false)
app.background.notices.start()
let seen = settings.turn
setInterval(() => {
  if (settings.turn === seen) return
  seen = settings.turn
  process.send?.({ turn: seen, at: performance.timeOrigin + performance.now() })
}, 1)
process.on('disconnect', () => process.exit())
process.send?.({ turn: -1, at: 0 })
