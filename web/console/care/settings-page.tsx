import { App, Button, Form, InputNumber } from 'antd'
import { z } from 'zod'
import { type CareSettings, careSettings, storedCareSettings } from '../../../contract/care.ts'
import {
  api,
  Card,
  GoButton,
  Loaded,
  PageHead,
  useDeed,
  useLoad,
  useText,
  When,
} from '../../ui/index.ts'
import { HoursFields, KindFields, OpenerFields, ReplyFields } from './settings-fields.tsx'
import { texts } from './text.ts'

const path = '/api/service-case-settings'
const done = z.object({ ok: z.literal(true) })

/** The brand's kinds, clocks and working hours, and which events open a case. */
export function CareSettingsPage() {
  const load = useLoad(path, storedCareSettings)
  return (
    <Loaded load={load} shape="form">
      {(stored) => <SettingsForm key={stored.no} stored={stored} />}
    </Loaded>
  )
}

function SettingsForm({ stored }: { stored: z.infer<typeof storedCareSettings> }) {
  const t = useText(texts)
  const { message } = App.useApp()
  const [form] = Form.useForm<CareSettings>()
  const { no, settings, changedAt, changedBy } = stored
  const save = useDeed(
    (said: CareSettings) => api.put(path, done, { no, settings: withKeys(said) }),
    { refresh: [path], done: () => void message.success(t('saved')) },
  )
  return (
    <div className="kit-page">
      <PageHead
        title={t('settings_title')}
        help={t('settings_help')}
        sentence={
          changedAt === null ? (
            t('settings_never')
          ) : (
            <>
              {t('settings_by', { who: changedBy ?? t('program') })} <When at={changedAt} />
            </>
          )
        }
        deeds={
          <>
            <Button type="primary" loading={save.isBusy} onClick={form.submit}>
              {t('save')}
            </Button>
            <GoButton to="/service-cases">{t('title')}</GoButton>
          </>
        }
      />
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={settings}
        onFinish={save.run}
      >
        <div className="kit-stack">
          <Card title={t('kinds_title')}>
            <KindFields />
          </Card>
          <Card title={t('hours_title')}>
            <HoursFields />
          </Card>
          <Card title={t('openers_title')}>
            <OpenerFields />
          </Card>
          <Card title={t('reply_title')}>
            <ReplyFields />
          </Card>
          <Card>
            <Form.Item name="closeAfterDays" label={t('close_after')}>
              <InputNumber min={1} max={60} />
            </Form.Item>
          </Card>
        </div>
      </Form>
    </div>
  )
}

/** A kind of the brand's own gets a key that no other has. */
function withKeys(said: CareSettings): CareSettings {
  const taken = new Set(said.kinds.flatMap(({ key }) => key ?? []))
  const kinds = said.kinds.map((kind) => {
    if (kind.key) return { ...kind, name: kind.name ?? '' }
    let no = 1
    while (taken.has(`own_${no}`)) no += 1
    taken.add(`own_${no}`)
    return { ...kind, key: `own_${no}`, name: kind.name ?? '' }
  })
  return careSettings.parse({ ...said, kinds, openers: said.openers ?? [] })
}
