import { useText } from 'ashlar/react'
import { type ReactNode, useEffect, useState } from 'react'

const themes = ['system', 'light', 'dark'] as const
type Theme = (typeof themes)[number]

const oneYearSeconds = 31_536_000

/** Lets the person choose light or dark. The cookie tells the server, so that the next document comes right at once. */
export function ThemeSwitch(): ReactNode {
  const text = useText('ui')
  const [theme, setTheme] = useState<Theme>('system')
  useEffect(() => {
    const chosen = document.documentElement.dataset.theme
    if (chosen === 'light' || chosen === 'dark') setTheme(chosen)
  }, [])

  function choose(next: Theme): void {
    setTheme(next)
    if (next === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = next
    const maxAge = next === 'system' ? 0 : oneYearSeconds
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
    document.cookie = `theme=${next}; path=/; max-age=${maxAge}; samesite=lax`
  }

  return (
    <label className="flex items-center gap-2 text-sm text-muted">
      <span className="sr-only">{text('theme.label')}</span>
      <select
        className="min-h-8 rounded-md border border-line bg-surface px-2 text-ink"
        value={theme}
        onChange={(event) => choose(event.target.value as Theme)}
      >
        {themes.map((name) => (
          <option key={name} value={name}>
            {text(`theme.${name}`)}
          </option>
        ))}
      </select>
    </label>
  )
}
