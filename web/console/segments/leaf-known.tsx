import { Select } from 'antd'
import { type SegmentCondition, tagLevels } from '../../../contract/segment.ts'
import { useText } from '../../ui/index.ts'
import { useSourceWord } from '../customers/event-word.ts'
import { SegmentPicker } from './segment-picker.tsx'
import { TestField } from './test-field.tsx'
import { texts } from './text.ts'
import { useBooks } from './tree-books.ts'
import { WindowField } from './window-field.tsx'

export type LeafProps<Kind extends SegmentCondition['kind']> = {
  value: Extract<SegmentCondition, { kind: Kind }>
  onChange: (next: SegmentCondition) => void
}

const IDENTITIES = [
  'phone',
  'external_userid',
  'member_no',
  'unionid',
  'openid',
  'email',
  'user_id',
  'shop_buyer',
  'anonymous_id',
] as const

/** Conditions on what is known of somebody. */

export function TraitLeaf({ value, onChange }: LeafProps<'trait'>) {
  const t = useText(texts)
  const { traits } = useBooks().vocabulary
  const known = traits.map(({ key, people }) => ({
    value: key,
    label: t('trait_people', { key, count: people }),
  }))
  const isNew = value.key !== '' && traits.every(({ key }) => key !== value.key)
  return (
    <>
      <Select<string>
        aria-label={t('trait')}
        className="segment-text"
        showSearch
        placeholder={t('trait')}
        value={value.key === '' ? null : value.key}
        onChange={(key) => onChange({ ...value, key })}
        options={isNew ? [{ value: value.key, label: value.key }, ...known] : known}
      />
      <TestField
        hasDates
        value={value.test}
        words={{ trait: value.key }}
        onChange={(test) => onChange({ ...value, test })}
      />
    </>
  )
}

export function SourceLeaf({ value, onChange }: LeafProps<'source'>) {
  const t = useText(texts)
  const word = useSourceWord()
  const { sources } = useBooks().vocabulary
  return (
    <Select<string[]>
      aria-label={t('sources')}
      mode="multiple"
      className="segment-values"
      placeholder={t('sources')}
      value={value.anyOf}
      onChange={(anyOf) => onChange({ ...value, anyOf })}
      options={sources.map((source) => ({ value: source, label: word(source) }))}
    />
  )
}

export function IdentityLeaf({ value, onChange }: LeafProps<'identity'>) {
  const t = useText(texts)
  return (
    <Select<LeafProps<'identity'>['value']['has']>
      aria-label={t('identity')}
      className="segment-text"
      value={value.has}
      onChange={(has) => onChange({ ...value, has })}
      options={IDENTITIES.map((kind) => ({ value: kind, label: t(`identity_${kind}`) }))}
    />
  )
}

export function TagLeaf({ value, onChange }: LeafProps<'tag'>) {
  const t = useText(texts)
  const { tagGroups, names, learn } = useBooks()
  const groups = tagGroups
    .filter(({ archivedAt }) => archivedAt === null)
    .map((group) => ({
      label: group.name,
      options: group.tags
        .filter(({ archivedAt }) => archivedAt === null)
        .map(({ id, name, customers }) => ({
          value: id,
          name,
          label: t('tag_people', { name, count: customers }),
        })),
    }))
    .filter(({ options }) => options.length > 0)
  const isListed = groups.some(({ options }) => options.some((one) => one.value === value.tagId))
  const gone =
    value.tagId === '' || isListed
      ? []
      : [{ label: '', options: [{ value: value.tagId, label: names[value.tagId] ?? t('gone') }] }]
  return (
    <>
      <Select<string>
        aria-label={t('tag')}
        className="segment-text"
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('tag')}
        value={value.tagId === '' ? null : value.tagId}
        onChange={(tagId) => {
          const chosen = groups.flatMap(({ options }) => options)
          learn(tagId, chosen.find((one) => one.value === tagId)?.name ?? '')
          onChange({ ...value, tagId })
        }}
        options={[...gone, ...groups]}
      />
      <Select<LeafProps<'tag'>['value']['level']>
        aria-label={t('level')}
        value={value.level}
        popupMatchSelectWidth={false}
        onChange={(level) => onChange({ ...value, level })}
        options={tagLevels.map((level) => ({ value: level, label: t(`level_${level}`) }))}
      />
    </>
  )
}

export function FollowLeaf({ value, onChange }: LeafProps<'follow'>) {
  const t = useText(texts)
  const { vocabulary, learn } = useBooks()
  return (
    <>
      <Select<LeafProps<'follow'>['value']['is']>
        aria-label={t('follow')}
        value={value.is}
        popupMatchSelectWidth={false}
        onChange={(is) => onChange({ ...value, is })}
        options={(['standing', 'ended'] as const).map((is) => ({
          value: is,
          label: t(`follow_${is}`),
        }))}
      />
      <Select<string[]>
        aria-label={t('associates')}
        mode="multiple"
        className="segment-values"
        placeholder={t('anybody')}
        value={value.userids}
        onChange={(userids) => {
          for (const { userid, name } of vocabulary.associates)
            if (userids.includes(userid)) learn(`userid:${userid}`, name)
          onChange({ ...value, userids })
        }}
        options={vocabulary.associates.map(({ userid, name }) => ({ value: userid, label: name }))}
      />
      <WindowField value={value.window} onChange={(window) => onChange({ ...value, window })} />
      {vocabulary.states.length > 0 && (
        <Select<string[]>
          aria-label={t('states')}
          mode="multiple"
          className="segment-values"
          placeholder={t('states')}
          value={value.states}
          onChange={(states) => onChange({ ...value, states })}
          options={vocabulary.states.map((state) => ({ value: state, label: state }))}
        />
      )}
    </>
  )
}

export function GroupLeaf({ value, onChange }: LeafProps<'group_chat'>) {
  const t = useText(texts)
  const { vocabulary, names, learn } = useBooks()
  const known = vocabulary.groups.map(({ id, name }) => ({ value: id, label: name }))
  // One that was dissolved since is still named.
  const others = value.groupIds
    .filter((id) => known.every((one) => one.value !== id))
    .map((id) => ({ value: id, label: names[id] ?? t('gone') }))
  return (
    <>
      <Select<LeafProps<'group_chat'>['value']['is']>
        aria-label={t('group_relation')}
        value={value.is}
        popupMatchSelectWidth={false}
        onChange={(is) => onChange({ ...value, is })}
        options={(['inside', 'left'] as const).map((is) => ({
          value: is,
          label: t(`group_${is}`),
        }))}
      />
      <Select<string[]>
        aria-label={t('groups')}
        mode="multiple"
        className="segment-values"
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('any_group')}
        value={value.groupIds}
        onChange={(groupIds) => {
          for (const { id, name } of vocabulary.groups) if (groupIds.includes(id)) learn(id, name)
          onChange({ ...value, groupIds })
        }}
        options={[...known, ...others]}
      />
      <WindowField value={value.window} onChange={(window) => onChange({ ...value, window })} />
    </>
  )
}

export function SegmentLeaf({ value, onChange }: LeafProps<'segment'>) {
  const { names, own, learn } = useBooks()
  return (
    <SegmentPicker
      value={value.segmentId}
      named={names[value.segmentId]}
      except={own}
      onChange={(segmentId, name) => {
        learn(segmentId, name)
        onChange({ ...value, segmentId })
      }}
    />
  )
}
