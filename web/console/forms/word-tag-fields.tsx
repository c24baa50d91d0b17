import { Button, Select } from 'antd'
import { FORM_LIMITS, type WordTag } from '../../../contract/form.ts'
import { tagGroups } from '../../../contract/tag.ts'
import { Explain, useLoad, useText } from '../../ui/index.ts'
import { tagOptions } from '../customers/tag-modal.tsx'
import { texts } from './text.ts'

/** Which tags somebody's own words give. */
export function WordTagFields({
  value,
  onChange,
}: {
  value: readonly WordTag[]
  onChange: (value: WordTag[]) => void
}) {
  const t = useText(texts)
  const tags = useLoad('/api/tag-groups', tagGroups)
  const free = tagOptions(tags.data).filter(
    (one) => !value.some(({ tagId }) => tagId === one.value),
  )
  const next = free[0]?.value
  const set = (at: number, changed: Partial<WordTag>) =>
    onChange(value.map((one, no) => (no === at ? { ...one, ...changed } : one)))
  return (
    <fieldset className="frm-options">
      <legend>
        {t('word_tags')} <Explain what={t('word_tags')}>{t('word_tags_help')}</Explain>
      </legend>
      {value.map(({ tagId, words }, at) => (
        <div key={tagId} className="frm-option">
          <Select
            aria-label={`${t('option_tag')} ${at + 1}`}
            showSearch={{ optionFilterProp: 'label' }}
            value={tagId}
            options={tagOptions(tags.data)}
            onChange={(chosen) => set(at, { tagId: chosen })}
          />
          <Button
            type="text"
            size="small"
            aria-label={t('word_tags_remove')}
            onClick={() => onChange(value.filter((_, no) => no !== at))}
          >
            ×
          </Button>
          <Select
            mode="tags"
            aria-label={`${t('word_tags_words')} ${at + 1}`}
            className="frm-row"
            value={words}
            placeholder={t('word_tags_words_hint')}
            maxCount={FORM_LIMITS.words}
            open={false}
            suffixIcon={null}
            tokenSeparators={['，', ',', '、', ' ']}
            onChange={(chosen) =>
              set(at, { words: chosen.map((word) => word.trim().slice(0, 30)).filter(Boolean) })
            }
          />
        </div>
      ))}
      <Button
        size="small"
        disabled={next === undefined || value.length >= FORM_LIMITS.options}
        onClick={() => next !== undefined && onChange([...value, { tagId: next, words: [] }])}
      >
        {t('word_tags_add')}
      </Button>
    </fieldset>
  )
}
