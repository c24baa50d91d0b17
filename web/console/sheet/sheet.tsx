import { Button, Steps, Tag } from 'antd'
import { useState } from 'react'
import {
  ApiProblem,
  Card,
  CopyText,
  Day,
  Empty,
  Explain,
  Facts,
  Failed,
  Figures,
  Forbidden,
  GoButton,
  Money,
  PageHead,
  PageSkeleton,
  Partial,
  PersonCell,
  Progress,
  Timeline,
  TypedConfirm,
  useHouse,
  useText,
  useUndoToast,
  When,
} from '../../ui/index.ts'
import { Pictures } from './pictures.tsx'
import { SheetList } from './sheet-list.tsx'
import { texts } from './text.ts'

/** Every piece of the kit on one page, in both languages and themes. Not in the product. */
export function Sheet() {
  const t = useText(texts)
  return (
    <div className="kit-stack">
      <PageHead title={t('title')} sentence={t('sentence')} help={t('sentence')} />
      <Numbers />
      <div className="kit-two">
        <Pictures />
        <People />
      </div>
      <Deeds />
      <States />
      <SheetList />
    </div>
  )
}

function Numbers() {
  const t = useText(texts)
  const shared = { definition: t('definition'), period: t('period') }
  return (
    <Figures
      figures={[
        { ...shared, label: t('figure'), value: 2184, previous: 1902, to: '/sheet' },
        { ...shared, label: t('money'), value: 18_240_050, previous: 19_000_000, kind: 'money' },
        {
          ...shared,
          label: t('estimate'),
          value: 3.1,
          kind: 'decimal',
          interval: { low: 1.2, high: 5 },
          unit: t('unit'),
        },
        { ...shared, label: t('unknown'), value: null },
      ]}
    />
  )
}

const NAMES = ['王小明', 'Aria Chen', null] as const

function People() {
  const t = useText(texts)
  const now = useHouse().now()
  const back = (days: number) => new Date(Date.parse(now) - days * 86_400_000).toISOString()
  return (
    <Card title={t('people')}>
      <div className="kit-stack">
        {NAMES.map((name) => (
          <PersonCell key={name} name={name} last={t('last')} to="/sheet" />
        ))}
        <Facts
          facts={[
            { label: t('seen'), value: <When at={now} /> },
            { label: t('spent'), value: <Money minor={123_456} /> },
            { label: t('source'), value: t('source_value') },
            { label: t('fields'), value: <Day on="2025-03-02" /> },
            { label: t('unknown'), value: <When at={null} /> },
          ]}
        />
        <CopyText text="wk_3f9c0d71" />
        <Explain what={t('why')} label={t('why')}>
          {t('because')}
        </Explain>
        <Timeline
          kinds={[
            { key: 'order', label: t('orders') },
            { key: 'care', label: t('care') },
          ]}
          happenings={[
            { id: 'a', at: now, kind: 'order', what: t('happened'), detail: t('happened_detail') },
            { id: 'b', at: back(1), kind: 'care', what: t('complained'), tone: 'harm' },
            { id: 'c', at: back(40), kind: 'order', what: t('happened') },
          ]}
        />
      </div>
    </Card>
  )
}

function Deeds() {
  const t = useText(texts)
  const toast = useUndoToast()
  const [isAsking, setIsAsking] = useState(false)
  return (
    <Card title={t('deeds')}>
      <div className="kit-stack">
        <div className="kit-deeds">
          <Button onClick={() => toast({ says: t('toast_says'), undo: () => undefined })}>
            {t('toast')}
          </Button>
          <Button danger onClick={() => setIsAsking(true)}>
            {t('confirm')}
          </Button>
          <Button type="primary">{t('go')}</Button>
          <Tag>{t('stage_old')}</Tag>
        </div>
        <Steps
          current={1}
          items={[
            { title: t('wizard_file'), content: t('wizard_result') },
            { title: t('wizard_columns') },
            { title: t('wizard_check') },
          ]}
        />
        <Progress label={t('importing')} done={24_000} total={69_659} />
        <Progress label={t('importing')} done={69_659} total={69_659} state="done" />
      </div>
      <TypedConfirm
        open={isAsking}
        title={t('confirm')}
        what="23570"
        deed={t('confirm_deed')}
        onConfirm={() => setIsAsking(false)}
        onCancel={() => setIsAsking(false)}
      />
    </Card>
  )
}

function States() {
  const t = useText(texts)
  const broken = new ApiProblem({
    title: t('broken'),
    code: 'broken',
    status: 500,
    requestId: 'req_7f3a',
  })
  return (
    <Card title={t('states')}>
      <div className="kit-stack">
        <Partial asOf={useHouse().now()} />
        <Empty
          what={t('empty_what')}
          why={t('empty_why')}
          action={<GoButton to="/sheet">{t('go')}</GoButton>}
          sample={<PersonCell name={NAMES[0]} last={t('last')} />}
        />
        <Failed problem={broken} retry={() => undefined} />
        <Forbidden />
        <PageSkeleton shape="detail" />
      </div>
    </Card>
  )
}
