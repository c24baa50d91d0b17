import { Button, Tag as Mark, Select, Switch, Table } from 'antd'
import { useState } from 'react'
import type { Tag, TagGroup } from '../../../contract/tag.ts'
import { Card, Go, useFormat, useText } from '../../ui/index.ts'
import { useCompanies } from '../corp/companies.ts'
import { NameModal } from './name-modal.tsx'
import type { Named, TagChange } from './tag-deeds.ts'
import { texts } from './text.ts'

/** No company's id begins so. */
const NOWHERE = 'nowhere'

/** One group with its tags; without `change` it is only looked at. */
export function TagGroupCard({
  group,
  isAllShown,
  change,
  onNewTag,
}: {
  group: TagGroup
  isAllShown: boolean
  change?: TagChange
  onNewTag?: () => void
}) {
  const t = useText(texts)
  const [renaming, setRenaming] = useState<Named>()
  const tags = group.tags.filter(({ archivedAt }) => isAllShown || archivedAt === null)
  const deeds = { change, onRename: setRenaming }
  return (
    <Card
      title={group.name}
      extra={
        <div className="kit-deeds">
          <ShareMark one={group} />
          <Sharing group={group} change={change} />
          {onNewTag && group.archivedAt === null && (
            <Button onClick={onNewTag}>{t('tag_new')}</Button>
          )}
          <Deeds
            what={{ path: `/api/tag-groups/${group.id}`, name: group.name }}
            isArchived={group.archivedAt !== null}
            isInWecom={group.share === 'same'}
            {...deeds}
          />
        </div>
      }
    >
      {tags.length === 0 ? (
        <p className="kit-soft">{t('group_empty')}</p>
      ) : (
        <TagTable tags={tags} deeds={deeds} />
      )}
      {renaming && change && (
        <NameModal
          title={t('rename_of', { name: renaming.name })}
          label={t('rename')}
          name={renaming.name}
          onCancel={() => setRenaming(undefined)}
          onName={(name) => {
            change.rename(renaming, name)
            setRenaming(undefined)
          }}
        />
      )}
    </Card>
  )
}

/** Whether WeCom has it too; with several companies, which of them. */
function Sharing({ group, change }: { group: TagGroup; change: TagChange | undefined }) {
  const t = useText(texts)
  const companies = useCompanies()
  const own = companies.find(({ company }) => company === group.company)
  const isFixed = !change || group.archivedAt !== null || group.share === 'same'
  if (isFixed) return group.isShared && own ? <span className="kit-soft">{own.name}</span> : null
  if (companies.length > 0)
    return (
      <Select<string>
        size="small"
        aria-label={t('share')}
        popupMatchSelectWidth={false}
        value={group.isShared ? group.company : NOWHERE}
        onChange={(company) =>
          company === NOWHERE
            ? change.share(group.id, false)
            : change.share(group.id, true, company)
        }
        options={[
          { value: NOWHERE, label: t('share_nowhere') },
          ...companies.map(({ company, name }) => ({
            value: company,
            label: t('share_of', { corp: name }),
          })),
        ]}
      />
    )
  return (
    <span className="kit-deeds">
      <Switch
        size="small"
        aria-label={t('share')}
        checked={group.isShared}
        onChange={(isShared) => change.share(group.id, isShared)}
      />
      <span className="kit-soft">{t('share')}</span>
    </span>
  )
}

type DeedsGiven = { change: TagChange | undefined; onRename: (what: Named) => void }

function TagTable({ tags, deeds }: { tags: readonly Tag[]; deeds: DeedsGiven }) {
  const t = useText(texts)
  const format = useFormat()
  return (
    <Table<Tag>
      size="small"
      rowKey="id"
      pagination={false}
      dataSource={[...tags]}
      columns={[
        {
          title: t('column_tag'),
          render: (_cell, tag) => (
            <>
              {tag.name} {tag.archivedAt !== null && <Mark>{t('mark_archived')}</Mark>}
              {tag.archivedAt === null && <ShareMark one={tag} />}
            </>
          ),
        },
        {
          title: t('column_customers'),
          align: 'right',
          className: 'kit-number',
          render: (_cell, tag) => (
            <Go to={`/customers?tags=${tag.id}`}>{format.count(tag.customers)}</Go>
          ),
        },
        {
          align: 'right',
          render: (_cell, tag) => (
            <Deeds
              what={{ path: `/api/tags/${tag.id}`, name: tag.name }}
              isArchived={tag.archivedAt !== null}
              isInWecom={tag.share === 'same'}
              {...deeds}
            />
          ),
        },
      ]}
    />
  )
}

function Deeds({
  what,
  isArchived,
  isInWecom,
  change,
  onRename,
}: DeedsGiven & { what: Named; isArchived: boolean; isInWecom: boolean }) {
  const t = useText(texts)
  if (!change) return null
  if (isArchived) {
    return (
      <Button size="small" onClick={() => change.restore(what)}>
        {t('restore')}
      </Button>
    )
  }
  return (
    <span className="kit-deeds">
      <Button size="small" onClick={() => onRename(what)}>
        {t('rename')}
      </Button>
      {!isInWecom && (
        <Button size="small" onClick={() => change.archive(what)}>
          {t('archive')}
        </Button>
      )}
    </span>
  )
}

/** How a tag or a group stands with WeCom; nothing where it is kept here only. */
function ShareMark({ one }: { one: Pick<Tag, 'share' | 'shareError'> }) {
  const t = useText(texts)
  if (one.share === 'own') return null
  if (one.share === 'same') return <Mark color="success">{t('share_same')}</Mark>
  if (one.share === 'waiting') return <Mark color="warning">{t('share_waiting')}</Mark>
  const why =
    one.shareError === 'name_too_long'
      ? t('share_long')
      : t('share_refused', { errcode: one.shareError ?? '' })
  return <Mark color="error">{why}</Mark>
}
