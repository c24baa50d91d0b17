import { Button, Form, Input, InputNumber, Radio, Select, Switch } from 'antd'
import { z } from 'zod'
import { contactWays, sources } from '../../../contract/acquisition.ts'
import { hooks } from '../../../contract/hook.ts'
import {
  type Landing,
  landing,
  landingDeeds,
  landingTemplates,
  type NewLanding,
  POINTS_MAX,
} from '../../../contract/landing.ts'
import {
  api,
  Card,
  Go,
  Loaded,
  PageHead,
  useDeed,
  useGo,
  useLoad,
  usePart,
  useText,
} from '../../ui/index.ts'
import { linesOf } from './hook-modal.tsx'
import { landingTexts } from './landing-text.ts'

type Words = { headline: string; lead?: string; points?: string; button: string }
type Fields = Pick<Landing, 'name' | 'template' | 'deed'> & {
  sourceId?: string
  wayId?: string
  hookId?: string
  isTwo: boolean
  share: number
  a: Words
  b: Words
}
const PATH = '/api/landing-pages'
const SHOWN = 200
const EVEN = 50
const WHOLE = 100
const saved = z.union([z.object({ id: z.string() }), z.object({ ok: z.literal(true) })])

export function NewLandingPage() {
  return <LandingForm landing={null} />
}

export function EditLandingPage() {
  const id = usePart('id')
  const load = useLoad(`${PATH}/${id}`, landing)
  return (
    <Loaded load={load} shape="detail">
      {(one) => <LandingForm key={one.id} landing={one} />}
    </Loaded>
  )
}

/** A landing page is written: layout, what is done there, and its words, once or twice. */
function LandingForm({ landing: before }: { landing: Landing | null }) {
  const t = useText(landingTexts)
  const go = useGo()
  const [form] = Form.useForm<Fields>()
  const typed = Form.useWatch([], form)
  const save = useDeed(
    (body: NewLanding) =>
      before ? api.put(`${PATH}/${before.id}`, saved, body) : api.post(PATH, saved, body),
    {
      refresh: [PATH],
      done: (answer) => go(`/landing-pages/${before?.id ?? ('id' in answer ? answer.id : '')}`),
    },
  )
  const leaveTo = before ? `/landing-pages/${before.id}` : '/landing-pages'
  return (
    <div className="kit-page">
      <PageHead title={before ? before.name : t('new')} help={t('help')} />
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={fieldsOf(before)}
        onFinish={(fields) => save.run(bodyOf(fields))}
        scrollToFirstError
      >
        <div className="kit-two">
          <div className="kit-stack">
            <Settings deed={typed?.deed ?? before?.deed ?? 'lead'} />
            <WordsCard name="a" title={t('variant_a')} />
            <Form.Item name="isTwo" label={t('two')} valuePropName="checked">
              <Switch />
            </Form.Item>
            {typed?.isTwo && (
              <>
                <Form.Item name="share" label={t('share')}>
                  <InputNumber min={1} max={WHOLE - 1} precision={0} changeOnWheel={false} />
                </Form.Item>
                <WordsCard name="b" title={t('variant_b')} />
              </>
            )}
            <div className="kit-deeds">
              <Button type="primary" htmlType="submit" loading={save.isBusy}>
                {t('save')}
              </Button>
              <Go to={leaveTo}>{before?.name ?? t('title')}</Go>
            </div>
          </div>
          <aside className="kit-stack way-beside">
            <Preview words={typed?.a} deed={typed?.deed ?? 'lead'} />
          </aside>
        </div>
      </Form>
    </div>
  )
}

function Settings({ deed }: { deed: Landing['deed'] }) {
  const t = useText(landingTexts)
  const known = useLoad('/api/sources', sources)
  const ways = useLoad('/api/contact-ways', contactWays, { query: { limit: SHOWN } })
  const offers = useLoad('/api/hooks', hooks, { query: { limit: SHOWN } })
  const needed = { required: true, message: t('needed') }
  const choose = (items: readonly { id: string; name: string }[] | undefined) => (
    <Select
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      options={(items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
    />
  )
  return (
    <Card title={t('details')}>
      <Form.Item name="name" label={t('name')} rules={[{ ...needed, whitespace: true }]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="template" label={t('template')}>
        <Radio.Group
          options={landingTemplates.map((one) => ({ value: one, label: t(`template_${one}`) }))}
        />
      </Form.Item>
      <Form.Item name="deed" label={t('deed')}>
        <Radio.Group
          options={landingDeeds.map((one) => ({ value: one, label: t(`deed_${one}`) }))}
        />
      </Form.Item>
      {deed === 'code' && (
        <Form.Item name="wayId" label={t('way')} rules={[needed]}>
          {choose(ways.data?.items)}
        </Form.Item>
      )}
      {deed === 'claim' && (
        <Form.Item name="hookId" label={t('hook')} rules={[needed]}>
          {choose(offers.data?.items)}
        </Form.Item>
      )}
      <Form.Item name="sourceId" label={t('source')} extra={t('source_help')}>
        {choose(known.data?.items.filter(({ archivedAt }) => archivedAt === null))}
      </Form.Item>
    </Card>
  )
}

function WordsCard({ name, title }: { name: 'a' | 'b'; title: string }) {
  const t = useText(landingTexts)
  const needed = [{ required: true, whitespace: true, message: t('needed') }]
  return (
    <Card title={title}>
      <Form.Item name={[name, 'headline']} label={t('headline')} rules={needed}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name={[name, 'lead']} label={t('lead')}>
        <Input.TextArea maxLength={300} autoSize />
      </Form.Item>
      <Form.Item name={[name, 'points']} label={t('points')}>
        <Input.TextArea autoSize={{ minRows: 3 }} />
      </Form.Item>
      <Form.Item name={[name, 'button']} label={t('button')} rules={needed}>
        <Input maxLength={20} />
      </Form.Item>
    </Card>
  )
}

/** The words as they will stand; the layout itself is seen at the page's own address. */
function Preview({ words, deed }: { words: Words | undefined; deed: Landing['deed'] }) {
  const t = useText(landingTexts)
  return (
    <Card title={t('preview')}>
      <div className="way-phone">
        <strong>{words?.headline ?? ''}</strong>
        <span>{words?.lead ?? ''}</span>
        <ul>
          {linesOf(words?.points ?? '').map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
        <div className="way-phone-notice">
          {words?.button ?? ''} · {t(`deed_${deed}`)}
        </div>
      </div>
    </Card>
  )
}

function fieldsOf(before: Landing | null): Partial<Fields> {
  if (!before) return { template: 'offer', deed: 'lead', isTwo: false, share: EVEN }
  const { name, template, deed, source, way, hook, variants } = before
  const [a, b] = variants
  const wordsOf = (one: typeof a): Words => ({
    headline: one?.headline ?? '',
    lead: one?.lead ?? '',
    points: one?.points.join('\n') ?? '',
    button: one?.button ?? '',
  })
  return {
    ...{ name, template, deed },
    ...(source ? { sourceId: source.id } : {}),
    ...(way ? { wayId: way.id } : {}),
    ...(hook ? { hookId: hook.id } : {}),
    isTwo: b !== undefined,
    share: b ? (a?.share ?? EVEN) : EVEN,
    a: wordsOf(a),
    b: wordsOf(b),
  }
}

function bodyOf(fields: Fields): NewLanding {
  const { name, template, deed, isTwo, share, a, b } = fields
  const words = (id: 'a' | 'b', { headline, lead, points, button }: Words, part: number) => ({
    ...{ id, headline, button },
    share: part,
    lead: lead ?? '',
    points: linesOf(points ?? '').slice(0, POINTS_MAX),
  })
  return {
    ...{ name, template, deed },
    sourceId: fields.sourceId ?? null,
    wayId: deed === 'code' ? (fields.wayId ?? null) : null,
    hookId: deed === 'claim' ? (fields.hookId ?? null) : null,
    variants: isTwo ? [words('a', a, share), words('b', b, WHOLE - share)] : [words('a', a, WHOLE)],
  }
}
