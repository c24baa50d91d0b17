import { Button, Form, Input, Select, Switch } from 'antd'
import { useState } from 'react'
import { type ContactWay, sources, welcome } from '../../../contract/acquisition.ts'
import { type Associate, associates } from '../../../contract/corp.ts'
import { hooks } from '../../../contract/hook.ts'
import { tagGroups } from '../../../contract/tag.ts'
import type { WayWelcome } from '../../../contract/way-welcome.ts'
import { Card, Go, useLoad, useText } from '../../ui/index.ts'
import { associateLabel } from '../corp/associate-label.ts'
import { tagOptions } from '../customers/tag-modal.tsx'
import { ChatPreview } from './chat-preview.tsx'
import { hookTexts } from './hook-text.ts'
import { texts } from './text.ts'
import { fieldsOf, type WelcomeFields, welcomeOf } from './way-welcome-fields.ts'
import { WayWelcomesField } from './way-welcomes-field.tsx'
import { UsualWords } from './words-field.tsx'

export type WayWords = {
  name: string
  sourceId: string
  userids: string[]
  tagIds: string[]
  skipVerify: boolean
  welcomeNew: string
  welcomeReturning: string
  welcomes: WayWelcome[]
  hookId: string | null
}
type Fields = Omit<WayWords, 'welcomes'> & { welcomes: WelcomeFields[] }

const NAME_MAX = 30
const ASSOCIATES_MAX = 100
const TAGS_MAX = 20
const HOOKS_SHOWN = 200
/** A source that is yet to be made stands in the field under its name. */
const NEW = 'new:'

/** @returns the name of a source that is to be made, or null for one that is there. */
export function newSourceName(sourceId: string): string | null {
  return sourceId.startsWith(NEW) ? sourceId.slice(NEW.length) : null
}

/** What a code is made of at the left, the chat as the customer will see it at the right. */
export function WayForm({
  way,
  deed,
  isBusy,
  leaveTo,
  onSave,
}: {
  way?: ContactWay
  deed: string
  isBusy: boolean
  leaveTo: string
  onSave: (words: WayWords) => void
}) {
  const t = useText(texts)
  const [form] = Form.useForm<Fields>()
  const typed = Form.useWatch([], form)
  const members = useLoad('/api/associates', associates)
  const general = useLoad('/api/welcome', welcome)
  const before = wordsOf(way)
  const first = (typed ?? before).userids?.[0]
  const greets = members.data?.items.find(({ userid }) => userid === first)?.name
  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      requiredMark={false}
      disabled={isBusy}
      initialValues={before}
      onFinish={(words) =>
        onSave({
          ...words,
          tagIds: words.tagIds ?? [],
          hookId: words.hookId ?? null,
          welcomes: words.welcomes.map(welcomeOf),
        })
      }
      scrollToFirstError
    >
      <div className="kit-two">
        <div className="kit-stack">
          <Who way={way} members={members.data?.items ?? []} />
          <Card title={t('words')}>
            <WayWelcomesField />
            <UsualWords />
            <HookField />
          </Card>
          <div className="kit-deeds">
            <Button type="primary" htmlType="submit" loading={isBusy}>
              {deed}
            </Button>
            <Go to={leaveTo}>{t('cancel')}</Go>
          </div>
        </div>
        <aside className="kit-stack way-beside">
          <ChatPreview
            words={{
              welcomeNew: typed?.welcomeNew ?? before.welcomeNew,
              welcomeReturning: typed?.welcomeReturning ?? before.welcomeReturning,
            }}
            welcomes={(typed?.welcomes ?? before.welcomes).flatMap((one) =>
              one?.weekdays ? [welcomeOf(one)] : [],
            )}
            general={general.data}
            associate={greets}
            skipVerify={typed?.skipVerify ?? before.skipVerify}
          />
        </aside>
      </div>
    </Form>
  )
}

function wordsOf(way: ContactWay | undefined): Fields {
  return {
    name: way?.name ?? '',
    sourceId: way?.source.id ?? '',
    userids: way?.associates.map(({ userid }) => userid) ?? [],
    tagIds: way?.tags.map(({ id }) => id) ?? [],
    skipVerify: way?.skipVerify ?? true,
    welcomeNew: way?.welcomeNew ?? '',
    welcomeReturning: way?.welcomeReturning ?? '',
    welcomes: way?.welcomes.map(fieldsOf) ?? [],
    hookId: way?.hook?.id ?? null,
  }
}

/** The hook that hangs below the welcome. */
function HookField() {
  const t = useText(hookTexts)
  const known = useLoad('/api/hooks', hooks, { query: { limit: HOOKS_SHOWN } })
  return (
    <Form.Item name="hookId" label={t('way_carries')} extra={t('way_carries_help')}>
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        options={(known.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
    </Form.Item>
  )
}

function Who({ way, members }: { way: ContactWay | undefined; members: readonly Associate[] }) {
  const t = useText(texts)
  const groups = useLoad('/api/tag-groups', tagGroups)
  const chosen = Form.useWatch<string[] | undefined>('userids')?.[0]
  const corp = members.find(({ userid }) => userid === (chosen ?? way?.associates[0]?.userid))?.corp
  return (
    <Card title={t('details')}>
      <Form.Item
        name="name"
        label={t('way_name')}
        rules={[{ required: true, whitespace: true, max: NAME_MAX, message: t('way_name_needed') }]}
      >
        <Input maxLength={NAME_MAX} placeholder={t('way_name_hint')} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="sourceId"
        label={t('source')}
        extra={t('source_help')}
        rules={[{ required: true, message: t('source_needed') }]}
      >
        <SourceField isFixed={way !== undefined} />
      </Form.Item>
      <Form.Item
        name="userids"
        label={t('associates')}
        extra={t(
          members.some((one) => one.corp !== '') ? 'associates_help_corps' : 'associates_help',
        )}
        rules={[{ required: true, message: t('associates_needed') }]}
      >
        <Select
          mode="multiple"
          maxCount={ASSOCIATES_MAX}
          showSearch={{ optionFilterProp: 'label' }}
          options={members.map((one) => ({
            value: one.userid,
            label: one.isActive
              ? associateLabel(one)
              : t('associate_gone', { name: associateLabel(one) }),
            // A code is of one company: with the first who is chosen, the others' are not to be had.
            disabled: !one.isActive || (corp !== undefined && one.corp !== corp),
          }))}
        />
      </Form.Item>
      <Form.Item name="tagIds" label={t('tags')} extra={t('tags_help')}>
        <Select
          mode="multiple"
          maxCount={TAGS_MAX}
          showSearch={{ optionFilterProp: 'label' }}
          options={tagOptions(groups.data)}
        />
      </Form.Item>
      <Form.Item
        name="skipVerify"
        label={t('skip_verify')}
        extra={t('skip_verify_help')}
        valuePropName="checked"
      >
        <Switch />
      </Form.Item>
    </Card>
  )
}

/** A source of the list, or a new one by the name that is typed. Given value and change by its form item. */
function SourceField({
  id,
  value,
  onChange,
  isFixed,
}: {
  id?: string
  value?: string
  onChange?: (value: string) => void
  isFixed: boolean
}) {
  const t = useText(texts)
  const [typed, setTyped] = useState('')
  const known = useLoad('/api/sources', sources)
  const standing = (known.data?.items ?? [])
    .filter(({ id: source, archivedAt }) => archivedAt === null || source === value)
    .map(({ id: source, name, parentId }) => ({
      value: source,
      label: [known.data?.items.find((one) => one.id === parentId)?.name ?? '', name]
        .filter((one) => one !== '')
        .join(' / '),
    }))
  const wanted = [typed.trim(), newSourceName(value ?? '') ?? ''].filter(
    (name, at, all) =>
      name !== '' && all.indexOf(name) === at && !standing.some(({ label }) => label === name),
  )
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      value={value === '' || value === undefined ? null : value}
      disabled={isFixed}
      placeholder={t('source_hint')}
      showSearch={{ optionFilterProp: 'label', onSearch: setTyped }}
      onChange={(chosen) => onChange?.(chosen ?? '')}
      options={[
        ...standing,
        ...wanted.map((name) => ({ value: `${NEW}${name}`, label: t('source_new', { name }) })),
      ]}
    />
  )
}
