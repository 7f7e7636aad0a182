import { Component, type ReactNode } from 'react'
import { PageFailure } from './page-failure.tsx'

interface PageBoundaryProps {
  readonly children: ReactNode
}

interface PageBoundaryState {
  readonly failed: boolean
}

/**
 * Keeps a page that throws in the browser from taking the shell with it. React reports the error to the console.
 *
 * The next visit begins anew. A class, since React has no hook for this.
 */
export class PageBoundary extends Component<PageBoundaryProps, PageBoundaryState> {
  static getDerivedStateFromError(): PageBoundaryState {
    return { failed: true }
  }

  override readonly state: PageBoundaryState = { failed: false }

  override render(): ReactNode {
    return this.state.failed ? <PageFailure /> : this.props.children
  }
}
