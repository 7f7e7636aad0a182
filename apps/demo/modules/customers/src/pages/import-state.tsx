import { Badge, type Tone } from '@ashlar/ui'
import { useText } from 'ashlar/react'
import type { FileImport } from '../contract.ts'
import type en from '../locales/en.json'

const tones: Readonly<Record<FileImport['state'], Tone>> = {
  waiting: 'neutral',
  running: 'accent',
  done: 'success',
  refused: 'warning',
  cancelled: 'neutral',
  failed: 'danger',
}

/** How far an import is. */
export function ImportState({ state }: Pick<FileImport, 'state'>) {
  const text = useText<typeof en>('customers')
  return <Badge tone={tones[state]}>{text(`import.states.${state}`)}</Badge>
}
