import { App, Button, DatePicker, Form, Input, InputNumber, Select, Switch } from 'antd'
import type { Rule } from 'antd/es/form'
import dayjs, { type Dayjs } from 'dayjs'
import { z } from 'zod'
import { sources } from '../../../contract/acquisition.ts'
import { posterList } from '../../../contract/poster.ts'
import { type NewReferral, type Referral, referral, type Tier } from '../../../contract/referral.ts'
import { rewards as rewardList } from '../../../contract/reward.ts'
import {
  api,
  Card,
  Empty,
  Explain,
  Go,
  GoButton,
  Loaded,
  PageHead,
  useDeed,
  useGo,
  useLoad,
  usePart,
  useText,
} from '../../ui/index.ts'
import { useAssociateOptions } from '../care/owner-modal.tsx'
import { PagePreview } from './page-preview.tsx'
import { texts } from './text.ts'

const made = z.object({ id: z.string() })
const done = z.object({ ok: z.literal(true) })
const NAME_MAX = 60
const STORY_MAX = 500
const WELCOME_MAX = 1_000
const TIERS_MAX = 8
const REFRESH = ['/api/referrals']

type Typed = Omit<NewReferral, 'from' | 'until'> & { from: Dayjs | null; until: Dayjs | null }

const blank: Typed = {
  name: '',
  headline: '',
  story: '',
  welcome: '',
  posterId: null,
  sourceId: null,
  userids: [],
  tiers: [{ people: 3, rewardId: '' }],
  friendRewardId: null,
  stayDays: 7,
  needsOrder: false,
  friendsMax: 50,
  from: null,
  until: null,
}

/** A new draft. */
export function NewReferralPage() {
  const t = useText(texts)
  const go = useGo()
  const make = useDeed((wanted: NewReferral) => api.post('/api/referrals', made, wanted), {
    refresh: REFRESH,
    done: ({ id }) => go(`/referrals/${id}`),
  })
  return (
    <div className="kit-page">
      <PageHead title={t('new_title')} help={t('help')} />
      <ReferralForm
        before={blank}
        deed={t('create')}
        isBusy={make.isBusy}
        onSave={make.run}
        leaveTo="/referrals"
      />
    </div>
  )
}

/** A draft is changed; what was launched is not. */
export function EditReferralPage() {
  const id = usePart('id')
  const load = useLoad(`/api/referrals/${id}`, referral)
  return (
    <Loaded load={load} shape="form">
      {(found) => <Edit key={found.id} found={found} />}
    </Loaded>
  )
}

function Edit({ found }: { found: Referral }) {
  const t = useText(texts)
  const go = useGo()
  const { message } = App.useApp()
  const page = `/referrals/${found.id}`
  const change = useDeed((wanted: NewReferral) => api.put(`/api${page}`, done, wanted), {
    refresh: REFRESH,
    done: () => {
      void message.success(t('saved'))
      go(page)
    },
  })
  return (
    <div className="kit-page">
      <PageHead title={t('edit_title', { name: found.name })} />
      <ReferralForm
        before={typedOf(found)}
        deed={t('save')}
        isBusy={change.isBusy}
        onSave={change.run}
        leaveTo={page}
      />
    </div>
  )
}

function typedOf(found: Referral): Typed {
  return {
    name: found.name,
    headline: found.headline,
    story: found.story,
    welcome: found.welcome,
    posterId: found.posterId,
    sourceId: found.sourceId,
    userids: found.userids,
    tiers: found.tiers.map(({ people, rewardId }) => ({ people, rewardId })),
    friendRewardId: found.friendRewardId,
    stayDays: found.stayDays,
    needsOrder: found.needsOrder,
    friendsMax: found.friendsMax,
    from: found.from === null ? null : dayjs(found.from),
    until: found.until === null ? null : dayjs(found.until),
  }
}

type FormProps = {
  before: Typed
  deed: string
  isBusy: boolean
  leaveTo: string
  onSave: (wanted: NewReferral) => void
}

function ReferralForm({ before, deed, isBusy, leaveTo, onSave }: FormProps) {
  const t = useText(texts)
  const [form] = Form.useForm<Typed>()
  const typed = Form.useWatch([], form) ?? before
  const rewards = useRewardOptions()
  if (rewards.isReady && rewards.options.length === 0)
    return (
      <Empty
        what={t('no_rewards')}
        why={t('rewards_help')}
        action={<GoButton to="/rewards">{t('rewards')}</GoButton>}
      />
    )
  return (
    <Form<Typed>
      form={form}
      layout="vertical"
      requiredMark={false}
      disabled={isBusy}
      initialValues={before}
      onFinish={(words) => onSave(wantedOf({ ...before, ...words }))}
      scrollToFirstError
    >
      <div className="kit-two">
        <div className="kit-stack">
          <Basics />
          <Rewards options={rewards.options} />
          <Rules />
          <div className="kit-deeds">
            <Button type="primary" htmlType="submit" loading={isBusy}>
              {deed}
            </Button>
            <Go to={leaveTo}>{t('cancel')}</Go>
          </div>
        </div>
        <aside className="kit-stack">
          <PagePreview
            headline={typed.headline ?? ''}
            story={typed.story ?? ''}
            tiers={(typed.tiers ?? []).map((tier) => ({
              people: tier?.people ?? 0,
              reward: rewards.options.find(({ value }) => value === tier?.rewardId)?.label ?? '',
            }))}
          />
        </aside>
      </div>
    </Form>
  )
}

function wantedOf({ from, until, ...typed }: Typed): NewReferral {
  return {
    ...typed,
    story: typed.story ?? '',
    welcome: typed.welcome ?? '',
    posterId: typed.posterId ?? null,
    sourceId: typed.sourceId ?? null,
    friendRewardId: typed.friendRewardId ?? null,
    from: from?.toISOString() ?? null,
    until: until?.toISOString() ?? null,
  }
}

function useRewardOptions() {
  const load = useLoad('/api/rewards?limit=200', rewardList)
  const options = (load.data?.items ?? [])
    .filter(({ archivedAt }) => archivedAt === null)
    .map(({ id, name }) => ({ value: id, label: name }))
  return { options, isReady: load.data !== undefined }
}

function Basics() {
  const t = useText(texts)
  const known = useLoad('/api/sources', sources)
  const posters = useLoad('/api/posters?state=used&limit=200', posterList)
  const associates = useAssociateOptions()
  const needed = [{ required: true, message: t('name') }]
  return (
    <Card title={t('basics')}>
      <Form.Item name="name" label={t('name')} extra={t('name_hint')} rules={needed}>
        <Input maxLength={NAME_MAX} />
      </Form.Item>
      <Form.Item
        name="headline"
        label={t('headline')}
        extra={t('headline_hint')}
        rules={[{ required: true, message: t('headline') }]}
      >
        <Input maxLength={NAME_MAX} />
      </Form.Item>
      <Form.Item name="story" label={t('story')} extra={t('story_hint')}>
        <Input.TextArea rows={3} maxLength={STORY_MAX} />
      </Form.Item>
      <Form.Item
        name="userids"
        label={t('who_receives')}
        rules={[{ required: true, message: t('who_receives') }]}
      >
        <Select mode="multiple" showSearch={{ optionFilterProp: 'label' }} options={associates} />
      </Form.Item>
      <Form.Item name="welcome" label={t('welcome')} extra={t('welcome_hint')}>
        <Input.TextArea rows={3} maxLength={WELCOME_MAX} />
      </Form.Item>
      <Form.Item name="posterId" label={t('poster')} extra={t('poster_hint')}>
        <Select
          allowClear
          options={(posters.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item name="sourceId" label={t('source')} extra={t('source_hint')}>
        <Select
          allowClear
          options={(known.data?.items ?? [])
            .filter(({ archivedAt }) => archivedAt === null)
            .map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
    </Card>
  )
}

function Rewards({ options }: { options: { value: string; label: string }[] }) {
  const t = useText(texts)
  // Two steps of one size would be one.
  const apart: Rule = ({ getFieldValue }) => ({
    validator: (_, people: number) => {
      const steps: Tier[] = getFieldValue('tiers')
      const isTwice = steps.filter((step) => step.people === people).length > 1
      return isTwice ? Promise.reject(new Error(t('tiers_equal'))) : Promise.resolve()
    },
  })
  return (
    <Card title={t('rewards')} extra={<Explain what={t('rewards')}>{t('rewards_help')}</Explain>}>
      <Form.List name="tiers">
        {(fields, { add, remove }) => (
          <div className="kit-stack">
            {fields.map(({ key, name }) => (
              <div key={key} className="kit-deeds">
                <span>{t('tier')}</span>
                <Form.Item name={[name, 'people']} noStyle rules={[{ required: true }, apart]}>
                  <InputNumber min={1} max={1000} precision={0} aria-label={t('tier')} />
                </Form.Item>
                <span>{t('tier_people')}</span>
                <Form.Item
                  name={[name, 'rewardId']}
                  noStyle
                  rules={[{ required: true, message: t('rewards') }]}
                >
                  <Select className="kit-filter" aria-label={t('rewards')} options={options} />
                </Form.Item>
                {fields.length > 1 && (
                  <Button type="text" onClick={() => remove(name)}>
                    {t('tier_remove')}
                  </Button>
                )}
              </div>
            ))}
            {fields.length < TIERS_MAX && (
              <div>
                <Button onClick={() => add({ people: 1, rewardId: '' })}>{t('tier_add')}</Button>
              </div>
            )}
          </div>
        )}
      </Form.List>
      <Form.Item name="friendRewardId" label={t('friend_reward')}>
        <Select allowClear placeholder={t('friend_reward_none')} options={options} />
      </Form.Item>
    </Card>
  )
}

function Rules() {
  const t = useText(texts)
  return (
    <Card title={t('rules')}>
      <Form.Item name="stayDays" label={t('stay_days')} extra={t('stay_days_hint')}>
        <InputNumber min={0} max={60} precision={0} />
      </Form.Item>
      <Form.Item
        name="needsOrder"
        label={t('needs_order')}
        extra={t('needs_order_hint')}
        valuePropName="checked"
      >
        <Switch />
      </Form.Item>
      <Form.Item name="friendsMax" label={t('friends_max')}>
        <InputNumber min={1} max={1000} precision={0} />
      </Form.Item>
      <div className="kit-deeds">
        <Form.Item name="from" label={t('from')}>
          <DatePicker showTime />
        </Form.Item>
        <Form.Item name="until" label={t('until')}>
          <DatePicker showTime />
        </Form.Item>
      </div>
    </Card>
  )
}
