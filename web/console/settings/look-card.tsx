import { Button, ColorPicker, Form } from 'antd'
import { type PageLook, pageLook } from '../../../contract/page-look.ts'
import { api, Card, Loaded, useDeed, useLoad, useText, useUndoToast } from '../../ui/index.ts'
import { texts } from './text.ts'

/** The colour of the brand's own pages on customers' phones. */
export function LookCard() {
  const t = useText(texts)
  const load = useLoad('/api/page-look', pageLook)
  return (
    <Card title={t('look')}>
      <p className="kit-soft">{t('look_help')}</p>
      <Loaded load={load} shape="form">
        {(now) => <LookForm key={now.colour} now={now} />}
      </Loaded>
    </Card>
  )
}

function LookForm({ now }: { now: PageLook }) {
  const t = useText(texts)
  const toast = useUndoToast()
  const deed = useDeed((look: PageLook) => api.put('/api/page-look', pageLook, look), {
    refresh: ['/api/page-look'],
  })
  const save = async (look: PageLook) => {
    if (await deed.runAndWait(look)) toast({ says: t('saved'), undo: () => deed.run(now) })
  }
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      className="settings-form"
      initialValues={now}
      onFinish={save}
      disabled={deed.isBusy}
    >
      <Form.Item
        name="colour"
        label={t('look_colour')}
        getValueFromEvent={(colour: { toHexString(): string }) => colour.toHexString().slice(0, 7)}
      >
        <ColorPicker disabledAlpha showText />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={deed.isBusy}>
        {t('save')}
      </Button>
    </Form>
  )
}
