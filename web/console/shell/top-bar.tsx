import {
  BgColorsOutlined,
  ClockCircleOutlined,
  QuestionCircleOutlined,
  SearchOutlined,
  UserOutlined,
} from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Button, Dropdown, Tooltip } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { z } from 'zod'
import type { Me } from '../../../contract/staff.ts'
import { api, TaskTray, useDeed, useFormat, useGo, useKeys, useText } from '../../ui/index.ts'
import { KeysHelp } from './keys-help.tsx'
import { LanguageSwitch } from './language-switch.tsx'
import { type ModeChoice, useModeChoice } from './mode.tsx'
import { useTasks } from './tasks.ts'
import { texts } from './text.ts'

const Palette = lazy(() => import('./palette.tsx'))

/** Workspace, search, tasks, help, language, theme, account. */
export function TopBar({ me }: { me: Me }) {
  const t = useText(texts)
  const format = useFormat()
  const [isSearching, setIsSearching] = useState(false)
  const [isHelping, setIsHelping] = useState(false)
  const tasks = useTasks()
  const { workspace } = me
  useKeys(
    [
      { key: 'mod+k', says: t('key_palette'), run: () => setIsSearching(true), inFields: true },
      { key: '/', says: t('key_palette'), run: () => setIsSearching(true) },
      { key: '?', says: t('key_help'), run: () => setIsHelping(true) },
    ],
    { isOuter: true },
  )
  return (
    <header className="shell-top">
      <span className="shell-workspace">{workspace.name}</span>
      {workspace.isDemo && <span className="chip chip-calm">{t('demo')}</span>}
      {workspace.clockAt !== null && (
        <Tooltip title={t('clock_help')}>
          <button type="button" className="chip chip-waiting">
            <ClockCircleOutlined />
            {t('clock_chip', {
              at: `${format.dayOf(workspace.clockAt)} ${format.clock(workspace.clockAt)}`,
            })}
          </button>
        </Tooltip>
      )}
      <span className="shell-gap" />
      <Button icon={<SearchOutlined />} onClick={() => setIsSearching(true)}>
        {t('palette')} <kbd>/</kbd>
      </Button>
      <TaskTray tasks={tasks} />
      <Button
        type="text"
        icon={<QuestionCircleOutlined />}
        aria-label={t('help')}
        onClick={() => setIsHelping(true)}
      />
      <LanguageSwitch />
      <ThemeMenu />
      <AccountMenu me={me} />
      {isSearching && (
        <Suspense fallback={null}>
          <Palette me={me} close={() => setIsSearching(false)} />
        </Suspense>
      )}
      {isHelping && <KeysHelp close={() => setIsHelping(false)} />}
    </header>
  )
}

function ThemeMenu() {
  const t = useText(texts)
  const { choice, choose } = useModeChoice()
  const modes: readonly ModeChoice[] = ['light', 'dark', 'system']
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        selectedKeys: [choice],
        items: modes.map((mode) => ({
          key: mode,
          label: t(`theme_${mode}`),
          onClick: () => choose(mode),
        })),
      }}
    >
      <Button type="text" icon={<BgColorsOutlined />} aria-label={t('theme')} />
    </Dropdown>
  )
}

function AccountMenu({ me: { staff } }: { me: Me }) {
  const t = useText(texts)
  const go = useGo()
  const client = useQueryClient()
  const leave = useDeed(() => api.del('/api/session', z.unknown()), {
    done: () => {
      client.clear()
      go('/sign-in')
    },
  })
  const items = [
    { key: 'who', type: 'group' as const, label: `${staff.name} · ${t(`role_${staff.role}`)}` },
    { key: 'out', label: t('sign_out'), onClick: () => leave.run(undefined) },
  ]
  return (
    <Dropdown trigger={['click']} menu={{ items }}>
      <Button type="text" icon={<UserOutlined />} aria-label={t('account', { name: staff.name })}>
        {staff.name}
      </Button>
    </Dropdown>
  )
}
