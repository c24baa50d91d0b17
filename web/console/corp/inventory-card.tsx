import { Button, Table } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { type InventoryItem, inventory } from '../../../contract/checkup.ts'
import { api, Card, useDeed, useFormat, useText } from '../../ui/index.ts'
import { checkTexts } from './checkup-text.ts'

/** What the company has in WeCom, made here or by a former tool, and what becomes of it. */
export function InventoryCard({ corpId }: { corpId: string }) {
  const t = useText(checkTexts)
  const format = useFormat()
  const [found, setFound] = useState<z.infer<typeof inventory>>()
  const take = useDeed(() => api.post(`/api/corps/${corpId}/inventory`, inventory), {
    done: setFound,
  })
  return (
    <Card
      title={t('inventory')}
      extra={
        <Button onClick={() => take.run(undefined)} loading={take.isBusy}>
          {t('inventory_deed')}
        </Button>
      }
    >
      <div className="kit-stack">
        <p className="kit-soft">{t('inventory_what')}</p>
        {found && (
          <Table<InventoryItem>
            size="small"
            rowKey="key"
            pagination={false}
            dataSource={[...found.items]}
            columns={[
              { title: t('inventory_kind'), render: (_, one) => t(`inventory_${one.key}`) },
              {
                title: t('inventory_all'),
                align: 'right',
                className: 'kit-number',
                render: (_, { all, more }) =>
                  more ? t('inventory_more', { count: all }) : format.count(all),
              },
              {
                title: t('inventory_ours'),
                align: 'right',
                className: 'kit-number',
                render: (_, { ours }) => format.count(ours),
              },
              { title: t('inventory_next'), render: (_, one) => <Next one={one} /> },
            ]}
          />
        )}
      </div>
    </Card>
  )
}

function Next({ one: { key, all, ours } }: { one: InventoryItem }) {
  const t = useText(checkTexts)
  if (key === 'tags') return <>{t('next_tags')}</>
  if (key === 'groups') return <>{t('next_groups')}</>
  return <>{all > ours ? t('next_ways', { count: all - ours }) : t('next_ways_none')}</>
}
