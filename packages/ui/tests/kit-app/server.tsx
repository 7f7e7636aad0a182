import { createRenderer } from 'ashlar/react/server'
import { components } from './pages.tsx'

export const render = createRenderer({
  resolve: async (name) => {
    const component = components[name]
    return component && { default: component }
  },
})
