import { startApp } from 'ashlar/react/client'
import { components } from './pages.tsx'

await startApp({
  resolve: async (name) => {
    const component = components[name]
    return component && { default: component }
  },
})
