import type { ReactNode } from 'react'
import { Icon } from '../icon.tsx'
import { useUiText } from '../ui-text.ts'
import { switchTheme } from './theme.ts'

/** Switches between light and dark. The style sheet picks the icon, since the server does not know the system's look. */
export function ThemeSwitch(): ReactNode {
  const label = useUiText()('theme.label')
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      onClick={switchTheme}
      className="grid size-9 place-items-center rounded-md text-muted hover:bg-sunken hover:text-ink"
    >
      <Icon name="moon" size={18} className="dark:hidden" />
      <Icon name="sun" size={18} className="hidden dark:block" />
    </button>
  )
}
