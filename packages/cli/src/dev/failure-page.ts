/** Writes the page that stands in for an app that does not start. It reloads itself once the app does. */
export function writeFailurePage(message: string, readyPath: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The app does not start</title>
<link rel="icon" href="data:,">
<style>
  :root { color-scheme: light dark; }
  body { margin: 0 auto; max-width: 70rem; padding: 3rem 1.5rem; font: 1rem/1.6 ui-sans-serif, system-ui, sans-serif; }
  pre { padding: 1rem 1.25rem; border-inline-start: 4px solid #b3261e; background: color-mix(in srgb, currentColor 6%, transparent);
        font: 0.875rem/1.6 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
</style>
</head>
<body>
<main>
<h1>The app does not start</h1>
<pre>${escapeMarkup(message)}</pre>
<p role="status">This page loads again by itself as soon as the app starts.</p>
</main>
<script>
  const wait = () => fetch(${JSON.stringify(readyPath)})
    .then((answer) => { if (!answer.ok) throw new Error(); window.top.location.reload() })
    .catch(() => setTimeout(wait, 1000))
  wait()
</script>
</body>
</html>
`
}

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
