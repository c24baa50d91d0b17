import { Table, Tag } from 'antd'
import type { z } from 'zod'
import type { recentEvent, riverState } from '../../../contract/event.ts'
import { useFormat } from '../../ui/house.tsx'
import { useText } from '../../ui/language.ts'
import { Card } from '../../ui/pages/detail-page.tsx'
import { Empty } from '../../ui/states.tsx'
import { When } from '../../ui/when.tsx'
import { texts } from './text.ts'

type Event = z.infer<typeof recentEvent>

/** What came in last, newest first, each to be opened as it will stand in history. */
export function LiveEvents({ events }: { events: readonly Event[] }) {
  const t = useText(texts)
  return (
    <Card title={t('live')}>
      <p className="kit-soft">{t('live_help')}</p>
      {events.length === 0 ? (
        <Empty what={t('live_none_what')} why={t('live_none_why')} />
      ) : (
        <Table<Event>
          size="small"
          rowKey="id"
          dataSource={[...events]}
          pagination={false}
          scroll={{ y: 480 }}
          expandable={{
            expandedRowRender: (event) => (
              <pre className="kit-code">{JSON.stringify(event.props, null, 2)}</pre>
            ),
          }}
          columns={[
            { title: t('event_name'), dataIndex: 'name' },
            { title: t('event_at'), render: (_, event) => <When at={event.at} /> },
            {
              title: t('event_who'),
              render: (_, event) =>
                event.customerNo === 0 ? (
                  <span className="kit-soft">{t('event_nobody')}</span>
                ) : (
                  <span className="kit-number">#{event.customerNo}</span>
                ),
            },
            { title: t('event_source'), dataIndex: 'source' },
            {
              title: t('event_landed'),
              render: (_, event) =>
                event.landed ? (
                  <Tag color="success">{t('event_landed_yes')}</Tag>
                ) : (
                  <Tag color="warning">{t('event_landed_no')}</Tag>
                ),
            },
          ]}
        />
      )}
    </Card>
  )
}

/** How full each lane is. */
export function Lanes({ river }: { river: z.infer<typeof riverState> }) {
  const t = useText(texts)
  const format = useFormat()
  return (
    <Card title={t('lanes')}>
      {river.lanes.length === 0 ? (
        <p className="kit-soft">{t('lanes_empty')}</p>
      ) : (
        <Table
          size="small"
          rowKey="lane"
          dataSource={river.lanes}
          pagination={false}
          columns={[
            { title: t('lane'), dataIndex: 'lane' },
            {
              title: t('lane_events'),
              align: 'right',
              render: (_, lane) => <span className="kit-number">{format.count(lane.events)}</span>,
            },
            { title: t('lane_oldest'), render: (_, lane) => <When at={lane.oldestAt} /> },
          ]}
        />
      )}
      {river.unlanded > 0 && <p className="kit-soft">{t('behind', { count: river.unlanded })}</p>}
    </Card>
  )
}
