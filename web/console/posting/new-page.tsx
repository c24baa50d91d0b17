import { App, Button, DatePicker, Input, Radio, Select } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { madeGroupPost, type PostContent, WINDOW_HOURS } from '../../../contract/group-post.ts'
import {
  api,
  Card,
  GoButton,
  PageHead,
  useDeed,
  useFormat,
  useGo,
  useText,
} from '../../ui/index.ts'
import { Field } from '../journeys/field.tsx'
import { BLANK, ContentFields, isWhole } from './content-fields.tsx'
import { GroupPicker } from './group-picker.tsx'
import { GroupPreview } from './group-preview.tsx'
import './posting.css'
import { texts } from './text.ts'

const HOUR_MS = 3_600_000
const NAME_MAX = 60
const USUAL_HOURS = 24

/** A post is written, with the groups that hear it and what their day holds already. */
export function NewPostPage() {
  const t = useText(texts)
  const go = useGo()
  const format = useFormat()
  const { message } = App.useApp()
  const [name, setName] = useState('')
  const [content, setContent] = useState<PostContent>(BLANK)
  const [startsAt, setStartsAt] = useState<string | null>(null)
  const [validHours, setValidHours] = useState(USUAL_HOURS)
  const [groupIds, setGroupIds] = useState<string[]>([])
  const send = useDeed((body: unknown) => api.post('/api/group-posts', madeGroupPost, body), {
    refresh: ['/api/group-posts'],
    done: ({ id }) => {
      void message.success(t('made'))
      go(`/group-posts/${id}`)
    },
  })
  const { text, picture, link } = content
  const count = groupIds.length
  return (
    <div className="kit-page">
      <PageHead
        title={t('new')}
        help={t('help')}
        deeds={<GoButton to="/group-posts">{t('back')}</GoButton>}
      />
      <div className="pst-compose">
        <div className="kit-stack">
          <Card title={t('step_what')}>
            <div className="kit-stack">
              <ContentFields
                content={content}
                change={(next) => setContent({ ...content, ...next })}
              />
              <Field label={t('name')} help={t('name_help')}>
                {(id) => (
                  <Input
                    id={id}
                    value={name}
                    maxLength={NAME_MAX}
                    onChange={({ target }) => setName(target.value)}
                  />
                )}
              </Field>
            </div>
          </Card>
          <Card title={t('step_when')}>
            <Times
              startsAt={startsAt}
              setStartsAt={setStartsAt}
              validHours={validHours}
              setValidHours={setValidHours}
            />
          </Card>
          <Card title={t('step_whom')}>
            <div className="kit-stack">
              <p className="kit-soft">{t('day_rule')}</p>
              <GroupPicker picked={groupIds} change={setGroupIds} at={startsAt} />
            </div>
          </Card>
          <div>
            <Button
              type="primary"
              disabled={!isWhole(content) || count === 0}
              loading={send.isBusy}
              onClick={() => send.run({ name, ...content, startsAt, validHours, groupIds })}
            >
              {count > 0 ? t('send', { count: format.count(count) }) : t('send_none')}
            </Button>
          </div>
        </div>
        <GroupPreview
          text={text}
          picture={picture && `data:${picture.type};base64,${picture.base64}`}
          link={link}
        />
      </div>
    </div>
  )
}

function Times({
  startsAt,
  setStartsAt,
  validHours,
  setValidHours,
}: {
  startsAt: string | null
  setStartsAt: (at: string | null) => void
  validHours: number
  setValidHours: (hours: number) => void
}) {
  const t = useText(texts)
  return (
    <div className="kit-stack">
      <Radio.Group
        value={startsAt === null ? 'now' : 'at'}
        onChange={({ target }) =>
          setStartsAt(
            target.value === 'now'
              ? null
              : dayjs().add(HOUR_MS, 'ms').startOf('hour').toISOString(),
          )
        }
        options={[
          { value: 'now', label: t('start_now') },
          { value: 'at', label: t('start_at') },
        ]}
      />
      {startsAt !== null && (
        <div>
          <DatePicker
            aria-label={t('starts')}
            showTime={{ format: 'HH:mm' }}
            format="YYYY-MM-DD HH:mm"
            allowClear={false}
            value={dayjs(startsAt)}
            onChange={(next) => next && setStartsAt(next.toISOString())}
          />
        </div>
      )}
      <Field label={t('valid')} help={t('valid_help')}>
        {(id) => (
          <Select
            id={id}
            style={{ width: 160 }}
            value={validHours}
            options={WINDOW_HOURS.map((hours) => ({
              value: hours,
              label: t('hours', { count: hours }),
            }))}
            onChange={setValidHours}
          />
        )}
      </Field>
    </div>
  )
}
