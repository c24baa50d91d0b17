import { App, Button, Input, Select, Switch, Upload } from 'antd'
import { useState } from 'react'
import { associates } from '../../../contract/corp.ts'
import { madeMoment, momentReach, type NewMoment, TEXT_MAX } from '../../../contract/moment.ts'
import { tagGroups } from '../../../contract/tag.ts'
import {
  api,
  Card,
  GoButton,
  PageHead,
  useDeed,
  useFormat,
  useGo,
  useLoad,
  useText,
} from '../../ui/index.ts'
import { associateLabel } from '../corp/associate-label.ts'
import { tagOptions } from '../customers/tag-modal.tsx'
import { Field } from '../journeys/field.tsx'
import './moments.css'
import { PostPreview } from './post-preview.tsx'
import { shrink } from './shrink.ts'
import { texts } from './text.ts'

const BLANK: NewMoment = { text: '', picture: null, link: null, userids: [], tagIds: [] }

/** A moment is written, with how it will look and whom it reaches. */
export function NewMomentPage() {
  const t = useText(texts)
  const go = useGo()
  const format = useFormat()
  const { message } = App.useApp()
  const [draft, setDraft] = useState<NewMoment>(BLANK)
  const change = (next: Partial<NewMoment>) => setDraft({ ...draft, ...next })
  const reach = useLoad('/api/moment-reach', momentReach, {
    query: { userids: draft.userids.join(',') },
  }).data
  const publish = useDeed((body: unknown) => api.post('/api/moments', madeMoment, body), {
    refresh: ['/api/moments'],
    done: ({ id }) => {
      void message.success(t('published'))
      go(`/moments/${id}`)
    },
  })
  const isLinkWhole =
    draft.link === null || (draft.link.title.trim() !== '' && URL.canParse(draft.link.url))
  const isWhole =
    (draft.text.trim() !== '' || draft.picture !== null) &&
    isLinkWhole &&
    (draft.link === null || draft.picture !== null)
  const count = reach?.associates ?? 0
  const shown = draft.picture && `data:${draft.picture.type};base64,${draft.picture.base64}`
  return (
    <div className="kit-page">
      <PageHead
        title={t('new')}
        help={t('help')}
        deeds={<GoButton to="/moments">{t('back')}</GoButton>}
      />
      <div className="mmt-compose">
        <Card>
          <div className="kit-stack">
            <Words draft={draft} change={change} />
            <Range draft={draft} change={change} />
            <p role="status">
              {reach &&
                t(
                  count === 0 ? 'reach_none' : draft.tagIds.length > 0 ? 'reach_tags' : 'reach',
                  reach,
                )}
            </p>
            <div>
              <Button
                type="primary"
                disabled={!isWhole || count === 0}
                loading={publish.isBusy}
                onClick={() => publish.run(draft)}
              >
                {count > 0 ? t('publish', { count: format.count(count) }) : t('publish_none')}
              </Button>
            </div>
          </div>
        </Card>
        <PostPreview text={draft.text} picture={shown} link={draft.link} />
      </div>
    </div>
  )
}

type Part = { draft: NewMoment; change: (next: Partial<NewMoment>) => void }

function Words({ draft, change }: Part) {
  const t = useText(texts)
  const { message } = App.useApp()
  const { link, picture } = draft
  const pick = async (file: Blob) => {
    const made = await shrink(file)
    if (made) change({ picture: made })
    else void message.error(t('picture_bad'))
  }
  return (
    <>
      <Field label={t('write')}>
        {(id) => (
          <Input.TextArea
            id={id}
            value={draft.text}
            maxLength={TEXT_MAX}
            showCount
            autoSize={{ minRows: 4, maxRows: 12 }}
            placeholder={t('write_hint')}
            onChange={({ target }) => change({ text: target.value })}
          />
        )}
      </Field>
      <div className="kit-deeds">
        <Upload
          accept="image/jpeg,image/png"
          showUploadList={false}
          beforeUpload={(file) => {
            void pick(file)
            return false
          }}
        >
          <Button>{t(picture ? 'picture_other' : 'picture_pick')}</Button>
        </Upload>
        {picture && (
          <Button onClick={() => change({ picture: null })}>{t('picture_remove')}</Button>
        )}
      </div>
      <div className="kit-deeds">
        <Switch
          aria-label={t('link')}
          checked={link !== null}
          onChange={(isOn) => change({ link: isOn ? { title: '', url: '' } : null })}
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
            onChange={({ target }) => change({ link: { ...link, title: target.value } })}
          />
          <Input
            aria-label={t('link_url')}
            placeholder={t('link_url')}
            value={link.url}
            maxLength={1_500}
            onChange={({ target }) => change({ link: { ...link, url: target.value } })}
          />
          {picture === null && <p className="kit-tone-waiting">{t('link_cover')}</p>}
        </>
      )}
    </>
  )
}

/** Who posts it, and which of their customers see it. */
function Range({ draft, change }: Part) {
  const t = useText(texts)
  const people = useLoad('/api/associates', associates)
  const tags = useLoad('/api/tag-groups', tagGroups)
  const active = (people.data?.items ?? []).filter(({ isActive }) => isActive)
  return (
    <>
      <Field label={t('who_posts')}>
        {(id) => (
          <Select
            id={id}
            mode="multiple"
            style={{ width: '100%' }}
            placeholder={t('who_posts_all')}
            showSearch={{ optionFilterProp: 'label' }}
            value={draft.userids}
            options={active.map((one) => ({ value: one.userid, label: associateLabel(one) }))}
            onChange={(userids) => change({ userids })}
          />
        )}
      </Field>
      <Field label={t('who_sees')}>
        {(id) => (
          <Select
            id={id}
            mode="multiple"
            style={{ width: '100%' }}
            placeholder={t('who_sees_all')}
            showSearch={{ optionFilterProp: 'label' }}
            value={draft.tagIds}
            options={tagOptions(tags.data)}
            onChange={(tagIds) => change({ tagIds })}
          />
        )}
      </Field>
    </>
  )
}
