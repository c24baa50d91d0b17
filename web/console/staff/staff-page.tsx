import { Button, Table, Tag } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { type Colleague, colleague, rolePermissions } from '../../../contract/staff.ts'
import {
  api,
  Card,
  Loaded,
  PageHead,
  useDeed,
  useLoad,
  useText,
  useUndoToast,
  When,
} from '../../ui/index.ts'
import { AddColleagueModal } from './add-colleague-modal.tsx'
import { texts } from './text.ts'
import { WecomAccount } from './wecom-account.tsx'

const staff = z.object({ items: z.array(colleague) })
const done = z.object({ ok: z.literal(true) })
const REFRESH = ['/api/staff']

/** Who may sign in, with which role. */
export function StaffPage() {
  const t = useText(texts)
  const load = useLoad('/api/staff', staff)
  const [isAdding, setIsAdding] = useState(false)
  return (
    <Loaded load={load} shape="list">
      {({ items }) => {
        const active = items.filter(({ disabledAt }) => disabledAt === null)
        const second = active.filter(({ role }) => rolePermissions[role].includes('journeys.write'))
        return (
          <div className="kit-page">
            <PageHead
              title={t('title')}
              help={t('help')}
              sentence={t('sentence', { count: active.length, second: second.length })}
              deeds={
                <Button type="primary" onClick={() => setIsAdding(true)}>
                  {t('add')}
                </Button>
              }
            />
            <Card>
              <Colleagues items={items} />
            </Card>
            {isAdding && <AddColleagueModal close={() => setIsAdding(false)} />}
          </div>
        )
      }}
    </Loaded>
  )
}

function Colleagues({ items }: { items: readonly Colleague[] }) {
  const t = useText(texts)
  const toast = useUndoToast()
  const place = (id: string) => `/api/staff/${id}/disabled`
  const enable = useDeed(({ id }: Colleague) => api.del(place(id), done), { refresh: REFRESH })
  const disable = useDeed(({ id }: Colleague) => api.put(place(id), done), {
    refresh: REFRESH,
    done: (_answer, one) =>
      toast({ says: t('disabled_said', { name: one.name }), undo: () => enable.run(one) }),
  })
  return (
    <Table<Colleague>
      rowKey="id"
      dataSource={[...items]}
      pagination={false}
      columns={[
        {
          title: t('name'),
          render: (_, one) => (
            <>
              {one.name} {one.isMe && <span className="kit-soft">{t('me')}</span>}
            </>
          ),
        },
        { title: t('login'), dataIndex: 'login' },
        { title: t('wecom'), render: (_, one) => <WecomAccount one={one} /> },
        { title: t('role'), render: (_, one) => t(`role_${one.role}`) },
        { title: t('since'), render: (_, one) => <When at={one.createdAt} /> },
        {
          title: t('state'),
          render: (_, one) =>
            one.disabledAt === null ? (
              <Tag color="success">{t('active')}</Tag>
            ) : (
              <Tag>{t('disabled')}</Tag>
            ),
        },
        {
          title: '',
          render: (_, one) => {
            if (one.isMe) return null
            return one.disabledAt === null ? (
              <Button size="small" onClick={() => disable.run(one)}>
                {t('disable')}
              </Button>
            ) : (
              <Button size="small" onClick={() => enable.run(one)}>
                {t('enable')}
              </Button>
            )
          },
        },
      ]}
    />
  )
}
