import { Button, Input, InputNumber, Select, Tabs } from 'antd'
import { useState } from 'react'
import {
  type BroadcastPlan,
  broadcastCarriers,
  VARIANTS_MAX,
  type Variant,
} from '../../../contract/broadcast.ts'
import { purposes, SUBJECT_MAX } from '../../../contract/delivery.ts'
import { useText } from '../../ui/index.ts'
import { texts as deliveryTexts } from '../deliveries/text.ts'
import { LinkFields, MessageFields } from '../journeys/effect-form.tsx'
import { Field } from '../journeys/field.tsx'
import { SmsFields } from '../journeys/sms-fields.tsx'
import { PhonePreview } from './phone-preview.tsx'
import { texts } from './text.ts'
import type { Draft } from './use-autosave.ts'

const ARMS = ['a', 'b', 'c', 'd'] as const

/** What is sent: one message, or several that are compared. */
export function WhatStep({ draft }: { draft: Draft }) {
  const t = useText(texts)
  const word = useText(deliveryTexts)
  const { carrier, purpose, variants } = draft.plan
  const [open, setOpen] = useState(variants[0]?.id ?? 'a')
  const shown = variants.find(({ id }) => id === open) ?? variants[0]
  const put = (next: Variant) =>
    draft.change({ variants: variants.map((one) => (one.id === next.id ? next : one)) })
  return (
    <div className="kit-stack">
      <Field label={t('way')}>
        {(id) => (
          <Select
            id={id}
            value={carrier}
            options={broadcastCarriers.map((value) => ({
              value,
              label: word(`carrier_${value}`),
            }))}
            onChange={(next) => draft.change(goingBy(draft.plan, next))}
          />
        )}
      </Field>
      <Field label={t('purpose')} help={t('purpose_help')}>
        {(id) => (
          <Select
            id={id}
            value={purpose}
            options={purposes.map((value) => ({ value, label: word(`purpose_${value}`) }))}
            onChange={(next) => draft.change({ purpose: next })}
          />
        )}
      </Field>
      <div className="kit-deeds">
        {variants.length > 1 && (
          <Tabs
            activeKey={shown?.id ?? ''}
            onChange={setOpen}
            items={variants.map(({ id, share }, at) => ({
              key: id,
              label: `${t('variant', { no: at + 1 })} · ${share}%`,
            }))}
          />
        )}
        {variants.length < VARIANTS_MAX && (
          <Button onClick={() => draft.change({ variants: withOneMore(variants) })}>
            {t('variant_add')}
          </Button>
        )}
      </div>
      {variants.length > 1 && <p className="kit-soft">{t('variants_help')}</p>}
      {shown && (
        <div className="bcs-what" key={shown.id}>
          <div className="kit-stack">
            {variants.length > 1 && (
              <Share
                variant={shown}
                put={put}
                remove={() =>
                  draft.change({ variants: evenly(variants.filter((one) => one !== shown)) })
                }
              />
            )}
            <Content plan={draft.plan} variant={shown} put={put} />
          </div>
          <PhonePreview content={shown.content} />
        </div>
      )}
    </div>
  )
}

function Share({
  variant,
  put,
  remove,
}: {
  variant: Variant
  put: (variant: Variant) => void
  remove: () => void
}) {
  const t = useText(texts)
  return (
    <div className="kit-deeds">
      <InputNumber
        aria-label={t('variant_share')}
        min={1}
        max={100}
        precision={0}
        changeOnWheel={false}
        suffix="%"
        value={variant.share}
        onChange={(share) => put({ ...variant, share: share ?? 1 })}
      />
      <Button onClick={remove}>{t('remove')}</Button>
    </div>
  )
}

/** The words; a letter has a subject, a short message a template. */
function Content({
  plan: { carrier, purpose, validHours },
  variant,
  put,
}: {
  plan: BroadcastPlan
  variant: Variant
  put: (variant: Variant) => void
}) {
  const t = useText(deliveryTexts)
  const step = {
    kind: 'send',
    id: variant.id,
    lane: 'main',
    name: '',
    purpose,
    carrier,
    content: variant.content,
    validHours,
    lateness: 'next_slot',
  } as const
  const change = ({ content }: { content: Variant['content'] }) => put({ ...variant, content })
  if (carrier === 'sms') return <SmsFields step={step} onChange={change} />
  return (
    <>
      {carrier === 'email' && (
        <Field label={t('subject')}>
          {(id) => (
            <Input
              id={id}
              value={variant.content.subject ?? ''}
              maxLength={SUBJECT_MAX}
              onChange={({ target }) =>
                change({ content: { ...variant.content, subject: target.value } })
              }
            />
          )}
        </Field>
      )}
      <MessageFields step={step} onChange={change} />
      <LinkFields step={step} onChange={change} />
    </>
  )
}

/** By another way: the text of a template and what somebody has written are not each other's. */
function goingBy(plan: BroadcastPlan, carrier: BroadcastPlan['carrier']): Partial<BroadcastPlan> {
  if ((carrier === 'sms') === (plan.carrier === 'sms')) return { carrier }
  return {
    carrier,
    variants: plan.variants.map((one) => ({ ...one, content: { text: '' } })),
  }
}

/** One version more, which begins as the first one reads. */
function withOneMore(variants: readonly Variant[]): Variant[] {
  const id = ARMS.find((arm) => variants.every((one) => one.id !== arm)) ?? 'd'
  const content = variants[0]?.content ?? { text: '' }
  return evenly([...variants, { id, share: 0, content }])
}

/** The same share for each; what does not divide goes to the first. */
function evenly(variants: readonly Variant[]): Variant[] {
  const share = Math.floor(100 / variants.length)
  return variants.map((one, at) => ({
    ...one,
    share: at === 0 ? 100 - share * (variants.length - 1) : share,
  }))
}
