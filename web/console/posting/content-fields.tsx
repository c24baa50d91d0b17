import { App, Button, Input, Switch, Upload } from 'antd'
import type { PostContent } from '../../../contract/group-post.ts'
import { TEXT_MAX } from '../../../contract/moment.ts'
import { useText } from '../../ui/index.ts'
import { Field } from '../journeys/field.tsx'
import { shrink } from '../moments/shrink.ts'
import { texts } from './text.ts'

export const BLANK: PostContent = { text: '', picture: null, link: null }

/** Whether it says something, and its link is one. */
export function isWhole({ text, picture, link }: PostContent): boolean {
  const isLinkWhole = link === null || (link.title.trim() !== '' && URL.canParse(link.url))
  return (text.trim() !== '' || picture !== null) && isLinkWhole
}

type Part = { content: PostContent; change: (next: Partial<PostContent>) => void }

/** What is said in a group: words, a picture, a link. */
export function ContentFields({ content, change }: Part) {
  return (
    <>
      <WordsField content={content} change={change} />
      <PictureField content={content} change={change} />
      <LinkFields content={content} change={change} />
    </>
  )
}

export function WordsField({ content, change }: Part) {
  const t = useText(texts)
  return (
    <Field label={t('write')}>
      {(id) => (
        <Input.TextArea
          id={id}
          value={content.text}
          maxLength={TEXT_MAX}
          showCount
          autoSize={{ minRows: 4, maxRows: 12 }}
          placeholder={t('write_hint')}
          onChange={({ target }) => change({ text: target.value })}
        />
      )}
    </Field>
  )
}

function PictureField({ content, change }: Part) {
  const t = useText(texts)
  const { message } = App.useApp()
  const { picture } = content
  const pick = async (file: Blob) => {
    const made = await shrink(file)
    if (made) change({ picture: made })
    else void message.error(t('picture_bad'))
  }
  return (
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
      {picture && <Button onClick={() => change({ picture: null })}>{t('picture_remove')}</Button>}
    </div>
  )
}

export function LinkFields({ content: { link }, change }: Part) {
  const t = useText(texts)
  return (
    <>
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
        </>
      )}
    </>
  )
}
