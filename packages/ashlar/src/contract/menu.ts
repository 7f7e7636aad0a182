import type { AnyRoute } from './routes.ts'

/** An entry of the app's menu. It shows only to those who may use the route behind it. */
export interface MenuEntry {
  readonly to: AnyRoute & (() => string)
  /** The locale key of its text, in the module's namespace. @default `menu.` and the route's key */
  readonly label?: string
  /** The name of its icon, as `@ashlar/ui` knows it. */
  readonly icon?: string
  /** Its place: lower comes first. @default 100 */
  readonly order?: number
  /** The locale key of the heading it stands under, in the module's namespace. */
  readonly group?: string
}

/** A menu entry as pages receive it. */
export interface MenuItem {
  readonly href: string
  readonly label: string
  readonly icon: string | null
  readonly group: string | null
}
