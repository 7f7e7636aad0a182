/** The icons that a menu entry or a button can name. Each is imported by itself, so that no others are loaded. */
import Ban from 'lucide-react/icons/ban'
import Building from 'lucide-react/icons/building-2'
import ChartBar from 'lucide-react/icons/chart-column'
import Check from 'lucide-react/icons/check'
import ChevronDown from 'lucide-react/icons/chevron-down'
import ChevronLeft from 'lucide-react/icons/chevron-left'
import ChevronRight from 'lucide-react/icons/chevron-right'
import CircleAlert from 'lucide-react/icons/circle-alert'
import CircleCheck from 'lucide-react/icons/circle-check'
import CircleUser from 'lucide-react/icons/circle-user-round'
import FileText from 'lucide-react/icons/file-text'
import Folder from 'lucide-react/icons/folder'
import House from 'lucide-react/icons/house'
import Info from 'lucide-react/icons/info'
import LogOut from 'lucide-react/icons/log-out'
import Mail from 'lucide-react/icons/mail'
import Menu from 'lucide-react/icons/menu'
import Moon from 'lucide-react/icons/moon'
import Package from 'lucide-react/icons/package'
import Pencil from 'lucide-react/icons/pencil'
import Plus from 'lucide-react/icons/plus'
import Receipt from 'lucide-react/icons/receipt-text'
import Search from 'lucide-react/icons/search'
import Settings from 'lucide-react/icons/settings'
import Shield from 'lucide-react/icons/shield'
import Sun from 'lucide-react/icons/sun'
import Tag from 'lucide-react/icons/tag'
import Trash from 'lucide-react/icons/trash-2'
import TriangleAlert from 'lucide-react/icons/triangle-alert'
import Truck from 'lucide-react/icons/truck'
import Users from 'lucide-react/icons/users'
import X from 'lucide-react/icons/x'
import type { ComponentType, ReactNode, SVGProps } from 'react'

type Picture = ComponentType<SVGProps<SVGSVGElement> & { readonly size?: number }>

/** Keeps the names, and gives the pictures a type that a declaration file can name. */
function nameIcons<Name extends string>(pictures: Readonly<Record<Name, Picture>>): Readonly<Record<Name, Picture>> {
  return pictures
}

const icons = nameIcons({
  alert: CircleAlert,
  ban: Ban,
  building: Building,
  chart: ChartBar,
  check: Check,
  'chevron-down': ChevronDown,
  'chevron-left': ChevronLeft,
  'chevron-right': ChevronRight,
  close: X,
  done: CircleCheck,
  edit: Pencil,
  file: FileText,
  folder: Folder,
  home: House,
  info: Info,
  'log-out': LogOut,
  mail: Mail,
  menu: Menu,
  moon: Moon,
  package: Package,
  plus: Plus,
  receipt: Receipt,
  search: Search,
  settings: Settings,
  shield: Shield,
  sun: Sun,
  tag: Tag,
  trash: Trash,
  truck: Truck,
  user: CircleUser,
  users: Users,
  warning: TriangleAlert,
})

/** The name of an icon of the kit. */
export type IconName = keyof typeof icons

export interface IconProps {
  readonly name: IconName
  /** In pixels. @default 16 */
  readonly size?: number
  readonly className?: string | undefined
}

/** A small picture beside a text that says the same. It is hidden from screen readers. */
export function Icon({ name, size = 16, className }: IconProps): ReactNode {
  const Picture = icons[name]
  return <Picture size={size} strokeWidth={1.75} aria-hidden className={`shrink-0 ${className ?? ''}`} />
}

/** The icon that a menu entry names, or `undefined` when the kit has none of that name. */
export function findIcon(name: string | null): IconName | undefined {
  return name !== null && Object.hasOwn(icons, name) ? (name as IconName) : undefined
}
