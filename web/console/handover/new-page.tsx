import { App, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { associates } from '../../../contract/corp.ts'
import {
  HANDOVER_MESSAGE_MAX,
  type HandoverRule,
  handoverPreview,
  madeHandover,
  type NewHandover,
} from '../../../contract/handover.ts'
import {
  api,
  Card,
  Loaded,
  PageHead,
  TypedConfirm,
  useAddress,
  useAnswer,
  useDeed,
  useGo,
  useLoad,
  useText,
} from '../../ui/index.ts'
import { useAssociateOptions } from '../care/owner-modal.tsx'
import { associateLabel } from '../corp/associate-label.ts'
import { Preview } from './preview.tsx'
import { Rules } from './rules.tsx'
import { texts } from './text.ts'

type Words = { note: string; message: string; caretaker: string | null }
const noWords: Words = { note: '', message: '', caretaker: null }

/** Chooses whose customers go to whom, shows what would happen while it is chosen, and begins. */
export function NewHandoverPage() {
  const t = useText(texts)
  const address = useAddress()
  const people = useLoad('/api/associates', associates)
  const from = address.get('from')
  const [rules, setRules] = useState<HandoverRule[]>([])
  const [rest, setRest] = useState<string[]>([])
  const [words, setWords] = useState(noWords)
  const isAsked = from !== undefined && (rest.length > 0 || rules.length > 0)
  const asked = isAsked ? { from, rules, rest } : undefined
  const preview = useAnswer('/api/handovers/preview', handoverPreview, asked)
  const giver = people.data?.items.find(({ userid }) => userid === from)
  return (
    <div className="kit-page">
      <PageHead title={t('new_title')} help={t('new_help')} />
      <div className="kit-two">
        <Card>
          <Form layout="vertical" requiredMark={false}>
            <Giver from={from} choose={(userid) => address.change({ from: userid })} />
            {giver && (
              <p className="kit-soft">
                {t(giver.isActive ? 'reason_says_on_job' : 'reason_says_resigned', {
                  name: giver.name,
                })}
              </p>
            )}
            <Rules rules={rules} change={setRules} from={from} />
            <Form.Item label={t('rest')} extra={t('rest_hint')}>
              <Takers from={from} value={rest} change={setRest} />
            </Form.Item>
            <Sayings
              words={words}
              change={setWords}
              isResigned={giver?.isActive === false}
              from={from}
            />
          </Form>
        </Card>
        <div className="kit-stack">
          <Card title={t('preview')}>
            {asked === undefined ? (
              <p className="kit-soft">{t('preview_choose')}</p>
            ) : (
              <Loaded load={preview} shape="form">
                {(data) => (
                  <div className="kit-stack">
                    <Preview preview={data} />
                    <Begin
                      going={data.going}
                      name={data.from.name}
                      isOld={preview.isOld}
                      asked={{ ...asked, ...words, expected: data.going }}
                      lookAgain={preview.reload}
                    />
                  </div>
                )}
              </Loaded>
            )}
          </Card>
        </div>
      </div>
    </div>
  )
}

function Giver({ from, choose }: { from: string | undefined; choose: (userid: string) => void }) {
  const t = useText(texts)
  const people = useLoad('/api/associates', associates)
  const items = [...(people.data?.items ?? [])]
    .filter(({ customers }) => customers > 0)
    .sort((a, b) => Number(a.isActive) - Number(b.isActive) || b.customers - a.customers)
  return (
    <Form.Item label={t('who')} extra={t('who_hint')}>
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('who')}
        value={from ?? null}
        onChange={choose}
        options={items.map((one) => ({
          value: one.userid,
          label: [
            associateLabel(one),
            ...(one.isActive ? [] : [t('who_left')]),
            t('who_customers', { count: one.customers }),
          ].join(' · '),
        }))}
      />
    </Form.Item>
  )
}

function Takers({
  from,
  value,
  change,
}: {
  from: string | undefined
  value: string[]
  change: (userids: string[]) => void
}) {
  const t = useText(texts)
  const options = useAssociateOptions()
  return (
    <Select
      mode="multiple"
      showSearch={{ optionFilterProp: 'label' }}
      aria-label={t('rest')}
      value={value}
      onChange={change}
      options={options.filter(({ value: userid }) => userid !== from)}
    />
  )
}

function Sayings({
  words,
  change,
  isResigned,
  from,
}: {
  words: Words
  change: (words: Words) => void
  isResigned: boolean
  from: string | undefined
}) {
  const t = useText(texts)
  const options = useAssociateOptions()
  return (
    <>
      {isResigned && (
        <Form.Item label={t('interim')} extra={t('interim_hint')}>
          <Select
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            aria-label={t('interim')}
            value={words.caretaker}
            onChange={(userid?: string) => change({ ...words, caretaker: userid ?? null })}
            options={options.filter(({ value }) => value !== from)}
          />
        </Form.Item>
      )}
      <Form.Item label={t('note')} extra={t('note_hint')}>
        <Input.TextArea
          rows={2}
          maxLength={300}
          aria-label={t('note')}
          value={words.note}
          onChange={(event) => change({ ...words, note: event.target.value })}
        />
      </Form.Item>
      <Form.Item label={t('message')} extra={isResigned ? undefined : t('message_hint')}>
        {isResigned ? (
          <span className="kit-soft">{t('message_resigned')}</span>
        ) : (
          <Input.TextArea
            rows={2}
            maxLength={HANDOVER_MESSAGE_MAX}
            aria-label={t('message')}
            value={words.message}
            onChange={(event) => change({ ...words, message: event.target.value })}
          />
        )}
      </Form.Item>
    </>
  )
}

function Begin({
  going,
  name,
  isOld,
  asked,
  lookAgain,
}: {
  going: number
  name: string
  isOld: boolean
  asked: NewHandover
  lookAgain: () => void
}) {
  const t = useText(texts)
  const go = useGo()
  const { message } = App.useApp()
  const [isSure, setSure] = useState(false)
  const begin = useDeed((body: NewHandover) => api.post('/api/handovers', madeHandover, body), {
    refresh: ['/api/handovers', '/api/handover-state', '/api/overview', '/api/customers'],
    done: ({ id }) => {
      void message.success(t('begun_done'))
      go(`/handover/${id}`)
    },
  })
  return (
    <>
      <Button
        type="primary"
        disabled={going === 0 || isOld}
        onClick={() => {
          lookAgain()
          setSure(true)
        }}
      >
        {going === 0 ? t('deed_nobody') : t('deed', { count: going })}
      </Button>
      <TypedConfirm
        open={isSure}
        title={t('confirm_title', { from: name, count: going })}
        what={String(going)}
        deed={t('deed', { count: going })}
        isBusy={begin.isBusy}
        onCancel={() => setSure(false)}
        onConfirm={() => {
          begin.run(asked)
          setSure(false)
        }}
      >
        <p>{t('confirm_what')}</p>
      </TypedConfirm>
    </>
  )
}
