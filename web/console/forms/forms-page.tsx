import { Button, Modal, Radio } from 'antd'
import { useState } from 'react'
import { type FormLine, formLine, formStates, madeForm } from '../../../contract/form.ts'
import {
  api,
  type Column,
  Go,
  ListPage,
  useAddress,
  useDeed,
  useFormat,
  useGo,
  useList,
  useMay,
  useText,
  When,
} from '../../ui/index.ts'
import './forms.css'
import { type Starter, starters, useStarters } from './starters.ts'
import { StateMark } from './state-mark.tsx'
import { texts } from './text.ts'

const REFRESH_MS = 10_000

/** Every form with how far its customers came. */
export function FormsPage() {
  const t = useText(texts)
  const address = useAddress()
  const mayWrite = useMay('acquisition.write')
  const [isMaking, setIsMaking] = useState(false)
  const list = useList('/api/forms', formLine, address.all, { every: REFRESH_MS })
  const begin = mayWrite && (
    <Button type="primary" onClick={() => setIsMaking(true)}>
      {t('new')}
    </Button>
  )
  const states = formStates.map((value) => ({ value, label: t(`state_${value}`) }))
  return (
    <>
      <ListPage<FormLine>
        name="forms"
        title={t('title')}
        help={t('help')}
        sentence={list.total !== null && t('sentence', { count: list.total })}
        deeds={begin}
        list={list}
        idOf={(row) => row.id}
        nameOf={(row) => row.name}
        to={pageOf}
        searchHint={t('search')}
        filters={[{ kind: 'choice', key: 'state', label: t('state'), options: states }]}
        columns={useColumns()}
        empty={{ what: t('empty'), why: t('empty_why'), action: begin }}
      />
      {isMaking && <NewForm close={() => setIsMaking(false)} />}
    </>
  )
}

/** A form that nobody could answer yet is written; any other is looked at. */
function pageOf({ id, state }: FormLine): string {
  return state === 'draft' ? `/forms/${id}/edit` : `/forms/${id}`
}

function useColumns(): Column<FormLine>[] {
  const t = useText(texts)
  const format = useFormat()
  const counted = (key: 'questions' | 'opened' | 'started' | 'finished'): Column<FormLine> => ({
    key,
    title: t(key),
    isNumber: true,
    draw: (row) => format.count(row[key]),
  })
  return [
    { key: 'name', title: t('name'), draw: (row) => <Go to={pageOf(row)}>{row.name}</Go> },
    { key: 'state', title: t('state'), draw: ({ state }) => <StateMark state={state} /> },
    counted('questions'),
    counted('opened'),
    counted('started'),
    counted('finished'),
    {
      key: 'median',
      title: t('median'),
      isNumber: true,
      draw: ({ medianSeconds }) =>
        medianSeconds === null ? '—' : t('seconds', { count: Math.round(medianSeconds) }),
    },
    {
      key: 'last',
      title: t('last_answer'),
      draw: ({ lastAnswerAt }) => (lastAnswerAt === null ? '—' : <When at={lastAnswerAt} />),
    },
    {
      key: 'changed',
      title: t('changed'),
      draw: ({ changedAt, changedBy }) => (
        <>
          <When at={changedAt} /> <span className="kit-soft">{changedBy ?? t('someone')}</span>
        </>
      ),
    },
  ]
}

/** What a new form begins as. */
function NewForm({ close }: { close: () => void }) {
  const t = useText(texts)
  const go = useGo()
  const begun = useStarters()
  const [starter, setStarter] = useState<Starter>('needs')
  const make = useDeed((body: unknown) => api.post('/api/forms', madeForm, body), {
    refresh: ['/api/forms'],
    done: ({ id }) => go(`/forms/${id}/edit`),
  })
  return (
    <Modal
      open
      title={t('begin_with')}
      okText={t('make')}
      cancelText={t('cancel')}
      confirmLoading={make.isBusy}
      onCancel={close}
      onOk={() => make.run(begun(starter))}
    >
      <Radio.Group
        value={starter}
        onChange={({ target }) => {
          const chosen = starters.find((one) => one === target.value)
          if (chosen) setStarter(chosen)
        }}
        className="kit-stack"
        options={starters.map((value) => ({
          value,
          label: (
            <>
              <strong>{t(`starter_${value}`)}</strong>
              <div className="kit-soft">{t(`starter_${value}_why`)}</div>
            </>
          ),
        }))}
      />
    </Modal>
  )
}
