import { type Text, type TextKey, useText } from 'ashlar/react'
import type english from './locales/en.json'

/** The kit's own texts, in the user's language. Every page has them, as the namespace `ui`. */
export function useUiText(): Text<TextKey<typeof english>> {
  return useText<typeof english>('ui')
}
