import type { ReactNode } from 'react'
import { describeInput, FieldFrame, type FieldProps } from './field-frame.tsx'

export interface FileFieldProps extends FieldProps<File> {
  /** What the person is offered, such as `.csv,text/csv`. @default every file */
  readonly accept?: string
}

/** A file of the person's own. */
export function FileField({ accept, ...field }: FileFieldProps): ReactNode {
  return (
    <FieldFrame {...field}>
      <input
        {...describeInput(field)}
        type="file"
        accept={accept}
        className="ui-input file:me-3 file:rounded-sm file:bg-sunken file:px-2 file:text-ink"
        onChange={({ target }) => field.onChange(target.files?.[0] as File)}
      />
    </FieldFrame>
  )
}
