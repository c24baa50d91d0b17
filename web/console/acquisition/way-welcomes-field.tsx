import { Button, Checkbox, Form, Input, Select } from 'antd'
import { comers, WELCOMES_MAX, welcomeLanguages } from '../../../contract/way-welcome.ts'
import { Explain, useText } from '../../ui/index.ts'
import { DAYS } from './schedule-days.ts'
import { scheduleTexts } from './schedule-text.ts'
import type { WelcomeFields } from './way-welcome-fields.ts'
import { wayWelcomeTexts } from './way-welcome-text.ts'
import { WordsField } from './words-field.tsx'

const USUAL: WelcomeFields = { weekdays: [...DAYS], from: '21:00', to: '09:00' }

/** Welcomes for certain hours and comers, in the order in which they are looked through. */
export function WayWelcomesField() {
  const t = useText(wayWelcomeTexts)
  return (
    <Form.List name="welcomes">
      {(fields, { add, remove, move }) => (
        <div className="kit-stack way-welcomes">
          <span>
            {t('title')} <Explain what={t('title')}>{t('help')}</Explain>
          </span>
          {fields.length === 0 && <p className="kit-soft">{t('none')}</p>}
          {fields.map(({ key, name }) => (
            <section key={key} className="way-welcome" aria-label={t('no', { no: name + 1 })}>
              <strong>{t('no', { no: name + 1 })}</strong>
              <Welcome at={name} />
              <div className="kit-deeds">
                {name > 0 && (
                  <Button type="text" size="small" onClick={() => move(name, name - 1)}>
                    {t('up')}
                  </Button>
                )}
                <Button type="text" size="small" onClick={() => remove(name)}>
                  {t('remove')}
                </Button>
              </div>
            </section>
          ))}
          {fields.length < WELCOMES_MAX && (
            <div className="kit-deeds">
              <Button onClick={() => add(USUAL)}>{t('add')}</Button>
            </div>
          )}
        </div>
      )}
    </Form.List>
  )
}

function Welcome({ at }: { at: number }) {
  const t = useText(wayWelcomeTexts)
  return (
    <>
      <Hours at={at} />
      <div className="way-welcome-who">
        <Form.Item name={[at, 'comer']} label={t('comer')}>
          <Select
            allowClear
            placeholder={t('comer_any')}
            options={comers.map((comer) => ({ value: comer, label: t(`comer_${comer}`) }))}
          />
        </Form.Item>
        <Form.Item name={[at, 'language']} label={t('language')} tooltip={t('language_help')}>
          <Select
            allowClear
            placeholder={t('language_any')}
            options={welcomeLanguages.map((one) => ({ value: one, label: t(`language_${one}`) }))}
          />
        </Form.Item>
      </div>
      <WordsField
        item={[at, 'words']}
        path={['welcomes', at, 'words']}
        label={t('words')}
        rules={[{ required: true, whitespace: true, message: t('words_needed') }]}
      />
    </>
  )
}

function Hours({ at }: { at: number }) {
  const t = useText(wayWelcomeTexts)
  const days = useText(scheduleTexts)
  const both = ({ getFieldValue }: { getFieldValue: (name: (string | number)[]) => unknown }) => ({
    validator: () => {
      const [from, to] = ['from', 'to'].map((end) => getFieldValue(['welcomes', at, end]))
      return Boolean(from) === Boolean(to) ? Promise.resolve() : Promise.reject(t('hours_both'))
    },
  })
  return (
    <>
      <Form.Item
        name={[at, 'weekdays']}
        label={t('weekdays')}
        rules={[{ required: true, type: 'array', min: 1, message: t('days_needed') }]}
      >
        <Checkbox.Group options={DAYS.map((day) => ({ value: day, label: days(`day_${day}`) }))} />
      </Form.Item>
      <Form.Item label={t('hours')}>
        <div className="kit-deeds">
          <Form.Item noStyle name={[at, 'from']} rules={[both]}>
            <Input type="time" aria-label={t('hours')} className="way-welcome-time" />
          </Form.Item>
          <Form.Item noStyle name={[at, 'to']} dependencies={[['welcomes', at, 'from']]}>
            <Input type="time" aria-label={t('until')} className="way-welcome-time" />
          </Form.Item>
        </div>
      </Form.Item>
    </>
  )
}
