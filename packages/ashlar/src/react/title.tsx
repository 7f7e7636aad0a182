import { Head } from '@inertiajs/react'
import type { ReactNode } from 'react'

/** The title of the page, shown by the browser as "Title · App". */
export function Title({ children }: { readonly children: string }): ReactNode {
  return <Head title={children} />
}
