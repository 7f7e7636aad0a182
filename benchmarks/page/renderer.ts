/** Our side of server rendering; it is bundled before it runs, as `ashlar build` does with an app's. */
import { createRenderer } from 'ashlar/react/server'
import Rows from './rows.ts'

export const render = createRenderer({ resolve: async () => ({ default: Rows as never }) })
