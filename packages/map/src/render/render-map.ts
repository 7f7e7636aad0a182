import type { MapFormat } from '../format.ts'
import { renderHtml } from '../html/render-html.ts'
import type { ProjectMap } from '../model/project-map.ts'
import { renderDot } from './dot.ts'
import { renderJson } from './json.ts'
import { renderMarkdown } from './markdown.ts'
import { renderMermaid } from './mermaid.ts'
import { renderText } from './text.ts'

const renderers: Readonly<Record<MapFormat, (map: ProjectMap) => string | Promise<string>>> = {
  text: renderText,
  markdown: renderMarkdown,
  mermaid: renderMermaid,
  dot: renderDot,
  json: renderJson,
  html: renderHtml,
}

/** Writes a map in one of its forms. The same map gives the same text, on every machine and at every time. */
export async function renderMap(map: ProjectMap, format: MapFormat): Promise<string> {
  return renderers[format](map)
}
