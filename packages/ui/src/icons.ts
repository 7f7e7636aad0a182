/** The icons of menus and buttons, by the names that definitions use. */
import {
  ChartBar,
  House,
  LogOut,
  type LucideIcon,
  Package,
  Receipt,
  Settings,
  Shield,
  Tag,
  Truck,
  UserRound,
  Users,
} from 'lucide-react'

const icons: Readonly<Record<string, LucideIcon>> = {
  chart: ChartBar,
  home: House,
  'log-out': LogOut,
  package: Package,
  receipt: Receipt,
  settings: Settings,
  shield: Shield,
  tag: Tag,
  truck: Truck,
  user: UserRound,
  users: Users,
}

/** The icon of a name, or `undefined` when the kit has none of that name. */
export function findIcon(name: string | null): LucideIcon | undefined {
  return name === null ? undefined : icons[name]
}
