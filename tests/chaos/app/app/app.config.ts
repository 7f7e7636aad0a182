import { defineApp } from 'ashlar'

export default defineApp({ name: 'Chaos', database: { connectTimeoutMs: 900, statementTimeoutMs: 2500 } })
