/** A process of its own that delivers until it is killed. */
import { bootCounting } from './counting-app.ts'

const { app } = await bootCounting(process.env.DATABASE_URL ?? '', 'worker')
app.background.deliveries.start()
process.on('disconnect', () => process.exit())
process.send?.('ready')
