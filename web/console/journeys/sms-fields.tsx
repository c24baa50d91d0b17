import { Input, Select } from 'antd'
import { useState } from 'react'
import type { JourneyStep } from '../../../contract/journey.ts'
import { type MessagePreview, messagePreview } from '../../../contract/journey-view.ts'
import { type SmsTemplate, smsTemplates } from '../../../contract/sms.ts'
import { fillTemplate, variablesOf } from '../../../contract/sms-text.ts'
import { api, Go, useDeed, useLoad, useText } from '../../ui/index.ts'
import { PhoneText } from '../sms/phone-text.tsx'
import { Field } from './field.tsx'
import { PersonField, type Picked } from './person-field.tsx'
import { texts } from './sms-field-text.ts'

/** What may stand in a gap, beside fixed words. */
const EXAMPLE = '{{ customer.name | default: "您" }}'

type Send = Extract<JourneyStep, { kind: 'send' }>

/** A short message is an approved template and what stands in its gaps, and how that reads for a real customer. */
export function SmsFields({ step, onChange }: { step: Send; onChange: (step: Send) => void }) {
  const t = useText(texts)
  const load = useLoad('/api/sms-templates', smsTemplates)
  const { text, sms } = step.content
  const items = load.data?.items ?? []
  const choose = ({ code, kind, text: approved, variables }: SmsTemplate) =>
    onChange({
      ...step,
      content: {
        text: approved,
        sms: {
          code,
          kind,
          params: Object.fromEntries(variables.map((name) => [name, sms?.params[name] ?? ''])),
        },
      },
    })
  return (
    <>
      {load.data && load.data.signName === null && (
        <p className="kit-tone-waiting">
          {t('no_line')} <Go to="/settings/sms">{t('go_settings')}</Go>
        </p>
      )}
      <Field label={t('template')} help={t('template_help')}>
        {(id) => (
          <Select
            id={id}
            style={{ width: '100%' }}
            placeholder={t('template_pick')}
            value={sms?.code ?? null}
            options={items.map(({ code, name }) => ({ value: code, label: `${name} · ${code}` }))}
            notFoundContent={t('no_templates')}
            onChange={(code: string | null) => {
              const found = items.find((one) => one.code === code)
              if (found) choose(found)
            }}
          />
        )}
      </Field>
      {sms &&
        variablesOf(text).map((name) => (
          <Field
            key={name}
            label={t('param', { name })}
            help={t('param_help', { example: EXAMPLE })}
          >
            {(id) => (
              <Input
                id={id}
                value={sms.params[name] ?? ''}
                maxLength={200}
                placeholder={t('param_hint')}
                onChange={({ target }) =>
                  onChange({
                    ...step,
                    content: {
                      text,
                      sms: { ...sms, params: { ...sms.params, [name]: target.value } },
                    },
                  })
                }
              />
            )}
          </Field>
        ))}
      {sms && (
        <Reading
          text={text}
          sms={sms}
          signName={load.data?.signName ?? ''}
          liPerSegment={load.data?.liPerSegment ?? null}
        />
      )}
    </>
  )
}

type Filled = { customerId: string; params: Record<string, string> }

/** As it reads with what is written, or for a customer who is picked. */
function Reading({
  text,
  sms,
  signName,
  liPerSegment,
}: {
  text: string
  sms: NonNullable<Send['content']['sms']>
  signName: string
  liPerSegment: number | null
}) {
  const t = useText(texts)
  const [picked, setPicked] = useState<Picked[]>([])
  const [filled, setFilled] = useState<Filled | string | null>(null)
  const look = useDeed((customerId: string) => fillFor(customerId, sms.params), {
    done: setFilled,
  })
  const [customer] = picked
  const isFor = customer && filled !== null && typeof filled !== 'string'
  return (
    <>
      <Field label={t('preview')}>
        {() => (
          <PersonField
            label={t('preview_hint')}
            picked={picked}
            onPick={(next) => {
              setPicked(next)
              setFilled(null)
              const [who] = next
              if (who) look.run(who.value)
            }}
          />
        )}
      </Field>
      {customer && typeof filled === 'string' && (
        <p role="status">{t('param_missing', { name: filled })}</p>
      )}
      <PhoneText
        text={fillTemplate(text, isFor ? filled.params : sms.params)}
        signName={signName}
        isPromotion={sms.kind === 'promotion'}
        liPerSegment={liPerSegment}
      />
    </>
  )
}

/** What stands in the gaps for one customer, or the name of the first for which nothing is known. */
async function fillFor(
  customerId: string,
  params: Record<string, string>,
): Promise<Filled | string> {
  const said: Record<string, string> = {}
  for (const [name, text] of Object.entries(params)) {
    if (text.trim() === '') return name
    const preview: MessagePreview = await api.post('/api/message-previews', messagePreview, {
      text,
      customerId,
    })
    if (preview.text === null) return name
    said[name] = preview.text
  }
  return { customerId, params: said }
}
