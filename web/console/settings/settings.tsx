import { Alert, Button, DatePicker, Form, Input, Radio, Select } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import type { z } from 'zod'
import { type Workspace, workspace, workspaceChange } from '../../../contract/staff.ts'
import {
  api,
  Card,
  Loaded,
  PageHead,
  useDeed,
  useFormat,
  useLoad,
  useText,
  useUndoToast,
  When,
} from '../../ui/index.ts'
import { useCurrencies, zones } from './choices.ts'
import { LookCard } from './look-card.tsx'
import { texts } from './text.ts'
import { instantOf, wallClock } from './zoned.ts'

type Change = z.infer<typeof workspaceChange>

/** Changing the workspace changes what every page shows, so all is loaded again. */
function useWorkspaceDeed() {
  return useDeed(
    (change: Change) => api.patch('/api/workspace', workspace, workspaceChange.parse(change)),
    { refresh: ['/api/'] },
  )
}

/** The workspace: name, zone, currency and its clock. */
export function Settings() {
  const load = useLoad('/api/workspace', workspace)
  return (
    <Loaded load={load} shape="form">
      {(data) => <Sections workspace={data} />}
    </Loaded>
  )
}

function Sections({ workspace: now }: { workspace: Workspace }) {
  const t = useText(texts)
  const { name, timeZone: zone, currency } = now
  return (
    <div className="kit-page">
      <PageHead title={t('title')} sentence={t('sentence', { name, zone, currency })} />
      {now.isDemo && <Alert type="info" showIcon title={t('demo_note')} />}
      <Basics workspace={now} />
      <LookCard />
      <ClockCard workspace={now} key={now.clockAt} />
    </div>
  )
}

function Basics({ workspace: { name, timeZone, currency } }: { workspace: Workspace }) {
  const t = useText(texts)
  const currencies = useCurrencies()
  const toast = useUndoToast()
  const deed = useWorkspaceDeed()
  const before = { name, timeZone, currency }
  const save = async (change: typeof before) => {
    const done = await deed.runAndWait(change)
    if (done) toast({ says: t('saved'), undo: () => deed.run(before) })
  }
  return (
    <Card title={t('basics')}>
      <Form
        key={`${name} ${timeZone} ${currency}`}
        layout="vertical"
        requiredMark={false}
        className="settings-form"
        initialValues={before}
        onFinish={save}
        disabled={deed.isBusy}
      >
        <Form.Item
          name="name"
          label={t('name')}
          rules={[{ required: true, message: t('name_needed') }]}
        >
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item name="timeZone" label={t('zone')} extra={t('zone_help')}>
          <Select showSearch options={zones()} />
        </Form.Item>
        <Form.Item name="currency" label={t('currency')} extra={t('currency_help')}>
          <Select showSearch={{ optionFilterProp: 'label' }} options={currencies} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={deed.isBusy}>
          {t('save')}
        </Button>
      </Form>
    </Card>
  )
}

function ClockCard({ workspace: now }: { workspace: Workspace }) {
  const t = useText(texts)
  const format = useFormat()
  const toast = useUndoToast()
  const deed = useWorkspaceDeed()
  const [stands, setStands] = useState(now.clockAt !== null)
  const [wall, setWall] = useState(wallClock(now.clockAt ?? now.now, now.timeZone))
  const clockAt = stands ? instantOf(wall, now.timeZone) : null
  const save = async () => {
    const done = await deed.runAndWait({ clockAt })
    if (!done) return
    const says =
      clockAt === null
        ? t('clock_live_done')
        : t('clock_stands_done', { at: format.instant(clockAt) })
    toast({ says, undo: () => deed.run({ clockAt: now.clockAt }) })
  }
  return (
    <Card title={t('clock')}>
      <div className="kit-stack settings-form">
        <p>{t('clock_what')}</p>
        <p className="kit-soft">{t('clock_effect')}</p>
        <Radio.Group
          aria-label={t('clock')}
          value={stands}
          onChange={(event) => setStands(event.target.value === true)}
          options={[
            { value: false, label: t('clock_live') },
            { value: true, label: t('clock_stands') },
          ]}
        />
        {stands && (
          <DatePicker
            showTime
            allowClear={false}
            aria-label={t('clock_at')}
            value={dayjs(wall)}
            onChange={(picked) => setWall(dayjs(picked).format('YYYY-MM-DDTHH:mm:ss'))}
          />
        )}
        <p className="kit-soft">{t.rich('clock_now', { at: <When at={now.now} /> })}</p>
        <div>
          <Button onClick={save} loading={deed.isBusy} disabled={clockAt === now.clockAt}>
            {t('save')}
          </Button>
        </div>
      </div>
    </Card>
  )
}
