import { Input, InputNumber, Select, Switch } from 'antd'
import { useState } from 'react'
import { lateness, purposes, SUBJECT_MAX } from '../../../contract/delivery.ts'
import type { JourneyStep } from '../../../contract/journey.ts'
import { type MessagePreview, messagePreview } from '../../../contract/journey-view.ts'
import { api, useDeed, useText } from '../../ui/index.ts'
import { texts as deliveryTexts } from '../deliveries/text.ts'
import { Field } from './field.tsx'
import './journeys.css'
import { PersonField, type Picked } from './person-field.tsx'
import { SmsFields } from './sms-fields.tsx'
import { texts } from './text.ts'

type Effect = Extract<JourneyStep, { kind: 'send' | 'staff_task' }>
type Props = { step: Effect; onChange: (step: Effect) => void }

const HOURS_MAX = 336
/** What makes a text another one for everybody. */
const PERSONAL = /\{\{|\{%/

/** What is written to customers, what for, and what becomes of it when its time was missed. */
export function EffectForm({ step, onChange }: Props) {
  const t = useText(texts)
  const word = useText(deliveryTexts)
  return (
    <>
      {step.kind === 'send' && <CarrierFields step={step} onChange={onChange} />}
      {step.kind === 'send' && step.carrier === 'sms' ? (
        <SmsFields step={step} onChange={onChange} />
      ) : (
        <MessageFields step={step} onChange={onChange} />
      )}
      <Field label={t('purpose')} help={t('purpose_help')}>
        {(id) => (
          <Select
            id={id}
            value={step.purpose}
            options={purposes.map((value) => ({ value, label: word(`purpose_${value}`) }))}
            onChange={(purpose) => onChange({ ...step, purpose })}
          />
        )}
      </Field>
      {!(step.kind === 'send' && step.carrier === 'sms') && (
        <LinkFields step={step} onChange={onChange} />
      )}
      <Field label={t('valid')} help={t('valid_help')}>
        {(id) => (
          <InputNumber
            id={id}
            min={1}
            max={HOURS_MAX}
            precision={0}
            changeOnWheel={false}
            suffix={t('unit_hours')}
            value={step.validHours}
            onChange={(hours) => onChange({ ...step, validHours: hours ?? 1 })}
          />
        )}
      </Field>
      <Field label={t('lateness')}>
        {(id) => (
          <Select
            id={id}
            value={step.lateness}
            options={lateness.options.map((value) => ({ value, label: t(`lateness_${value}`) }))}
            onChange={(rule) => onChange({ ...step, lateness: rule })}
          />
        )}
      </Field>
    </>
  )
}

type Send = Extract<Effect, { kind: 'send' }>
const CARRIERS = ['wecom_mass', 'email', 'sms', 'official_message', 'official_mass'] as const

/** By another way: the text of a template and what somebody has written are not each other's. */
function goingBy(step: Send, carrier: (typeof CARRIERS)[number]): Send {
  if ((carrier === 'sms') === (step.carrier === 'sms')) return { ...step, carrier }
  return { ...step, carrier, content: { text: '' } }
}

/** By which way; a letter has a subject too. */
function CarrierFields({ step, onChange }: { step: Send; onChange: (step: Effect) => void }) {
  const t = useText(texts)
  const word = useText(deliveryTexts)
  const carrier = step.carrier ?? 'wecom_mass'
  return (
    <>
      <Field label={word('carrier')}>
        {(id) => (
          <Select
            id={id}
            value={carrier}
            options={CARRIERS.map((value) => ({ value, label: word(`carrier_${value}`) }))}
            onChange={(next) => onChange(goingBy(step, next))}
          />
        )}
      </Field>
      {(carrier === 'official_message' || carrier === 'official_mass') && (
        <p className="kit-soft">{word(`hint_${carrier}`)}</p>
      )}
      {carrier === 'email' && (
        <Field label={word('subject')}>
          {(id) => (
            <Input
              id={id}
              value={step.content.subject ?? ''}
              maxLength={SUBJECT_MAX}
              placeholder={t('subject_hint')}
              onChange={({ target }) =>
                onChange({ ...step, content: { ...step.content, subject: target.value } })
              }
            />
          )}
        </Field>
      )}
    </>
  )
}

/** The words, with what is known of a real customer to be put in, and how they read for them. */
export function MessageFields({ step, onChange }: Props) {
  const t = useText(texts)
  const [picked, setPicked] = useState<Picked[]>([])
  const { text } = step.content
  const say = (next: string) => onChange({ ...step, content: { ...step.content, text: next } })
  const isMass = step.kind === 'send' && (step.carrier ?? 'wecom_mass') === 'wecom_mass'
  const look = useDeed(
    (asked: { text: string; customerId: string }) =>
      api.post('/api/message-previews', messagePreview, asked),
    { done: (preview) => setShown(preview) },
  )
  const [shown, setShown] = useState<MessagePreview | null>(null)
  const [customer] = picked
  const lookAt = (next: string, who = customer) =>
    who && next.trim() !== '' && look.run({ text: next, customerId: who.value })
  return (
    <>
      <Field label={t('message')}>
        {(id) => (
          <Input.TextArea
            id={id}
            value={text}
            maxLength={2_000}
            showCount
            autoSize={{ minRows: 4, maxRows: 14 }}
            placeholder={t('message_hint')}
            onChange={({ target }) => say(target.value)}
            onBlur={() => lookAt(text)}
          />
        )}
      </Field>
      {isMass && PERSONAL.test(text) && <p className="kit-tone-waiting">{t('message_personal')}</p>}
      <Field label={t('preview')}>
        {() => (
          <PersonField
            label={t('preview_hint')}
            picked={picked}
            onPick={(next) => {
              setPicked(next)
              setShown(null)
              lookAt(text, next[0])
            }}
          />
        )}
      </Field>
      <Shown preview={customer ? shown : null} />
      <Field label={t('variable')}>
        {(id) => (
          <Select
            id={id}
            style={{ width: '100%' }}
            value={null}
            disabled={!customer}
            placeholder={t('variable_pick')}
            options={(shown?.variables ?? []).map(({ key, value }) => ({
              value: key,
              label: `${key} · ${value}`,
            }))}
            onChange={(key: string | null) => {
              if (key === null) return
              const next = `${text}{{ customer.${key} | default: "" }}`
              say(next)
              lookAt(next)
            }}
          />
        )}
      </Field>
    </>
  )
}

function Shown({ preview }: { preview: MessagePreview | null }) {
  const t = useText(texts)
  if (!preview) return <p className="kit-soft">{t('preview_empty')}</p>
  if (preview.text !== null) return <div className="sop-bubble">{preview.text}</div>
  return (
    <p role="status">
      {preview.problem === 'missing_variable'
        ? t('preview_missing_variable')
        : t('preview_unrenderable', { detail: preview.detail })}
    </p>
  )
}

export function LinkFields({ step, onChange }: Props) {
  const t = useText(texts)
  const { link, ...written } = step.content
  const put = (next: { title: string; url: string }) =>
    onChange({ ...step, content: { ...written, link: { ...link, ...next } } })
  return (
    <>
      <div className="kit-deeds">
        <Switch
          aria-label={t('link')}
          checked={link !== undefined}
          onChange={(isOn) =>
            isOn ? put({ title: '', url: '' }) : onChange({ ...step, content: written })
          }
        />
        <span>{t('link')}</span>
      </div>
      {link && (
        <>
          <Input
            aria-label={t('link_title')}
            placeholder={t('link_title')}
            value={link.title}
            maxLength={40}
            onChange={({ target }) => put({ ...link, title: target.value })}
          />
          <Input
            aria-label={t('link_url')}
            placeholder={t('link_url')}
            value={link.url}
            maxLength={1_500}
            onChange={({ target }) => put({ ...link, url: target.value })}
          />
          <p className="kit-soft">{t('link_help')}</p>
        </>
      )}
    </>
  )
}
