import { MenuFoldOutlined, MenuUnfoldOutlined } from '@ant-design/icons'
import { useLocation } from '@tanstack/react-router'
import { Button, Menu, type MenuProps } from 'antd'
import type { Me } from '../../../contract/staff.ts'
import { Go, useText } from '../../ui/index.ts'
import { Emblem } from './emblem.tsx'
import { icons } from './icons.tsx'
import { type NavigationEntry, navigation } from './navigation.ts'
import { texts } from './text.ts'

/** The entries that this person may see. */
export function useEntries(me: Me) {
  return navigation
    .map(({ group, entries }) => ({
      group,
      entries: [...entries].filter((entry) => mayGo(entry, me)),
    }))
    .filter(({ entries }) => entries.length > 0)
}

function mayGo(entry: NavigationEntry, me: Me): boolean {
  return entry.needs === undefined || me.permissions.includes(entry.needs)
}

/** The entry whose address is the longest start of the page's. */
function currentOf(groups: ReturnType<typeof useEntries>, pathname: string): string {
  const all = groups.flatMap(({ entries }) => [...entries].map(({ to }): string => to))
  const fits = all.filter((to) => pathname === to || (to !== '/' && pathname.startsWith(`${to}/`)))
  return fits.sort((a, b) => b.length - a.length)[0] ?? ''
}

/** The left navigation, folded to signs where there is little room. */
export function Side({
  me,
  isNarrow,
  setIsNarrow,
}: {
  me: Me
  isNarrow: boolean
  setIsNarrow: (isNarrow: boolean) => void
}) {
  const t = useText(texts)
  const { pathname } = useLocation()
  const groups = useEntries(me)
  const items: MenuProps['items'] = groups.map(({ group, entries }) => ({
    type: 'group',
    key: group,
    label: isNarrow ? null : t(`group_${group}`),
    children: [...entries].map(({ key, to, icon }) => ({
      key: to,
      icon: icons[icon],
      label: <Go to={to}>{t(`go_${key}`)}</Go>,
    })),
  }))
  return (
    <aside className="shell-side">
      <Go to="/" className="shell-brand" label={t('brand')}>
        <Emblem />
        {!isNarrow && (
          <span>
            {t('brand')} <small>{t('brand_sub')}</small>
          </span>
        )}
      </Go>
      <nav aria-label={t('navigation')}>
        <Menu
          mode="inline"
          inlineCollapsed={isNarrow}
          items={items}
          selectedKeys={[currentOf(groups, pathname)]}
        />
      </nav>
      <div className="shell-fold">
        <Button
          type="text"
          icon={isNarrow ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
          aria-label={t(isNarrow ? 'expand' : 'collapse')}
          onClick={() => setIsNarrow(!isNarrow)}
        />
      </div>
    </aside>
  )
}
