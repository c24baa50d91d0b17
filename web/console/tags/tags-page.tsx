import { Alert, Button, Switch } from 'antd'
import { useState } from 'react'
import { z } from 'zod'
import { type TagGroup, tagGroups } from '../../../contract/tag.ts'
import { api, Empty, Loaded, PageHead, useDeed, useLoad, useMay, useText } from '../../ui/index.ts'
import { JobsCard } from './jobs-card.tsx'
import { NameModal } from './name-modal.tsx'
import { useTagChange } from './tag-deeds.ts'
import { TagGroupCard } from './tag-group-card.tsx'
import { texts } from './text.ts'

const made = z.object({ id: z.string() })
const REFRESH = ['/api/tag-groups', '/api/customers']

/** What goes to WeCom shows soon after. */
const LIVE_MS = 5_000

/** Groups of tags with how many customers carry each: make, rename, archive, all with an undo. */
export function TagsPage() {
  const load = useLoad('/api/tag-groups', tagGroups, { every: LIVE_MS })
  return (
    <Loaded load={load} shape="overview">
      {({ items }) => <Groups groups={items} />}
    </Loaded>
  )
}

function Groups({ groups }: { groups: readonly TagGroup[] }) {
  const t = useText(texts)
  const mayWrite = useMay('customers.write')
  const [isAllShown, setIsAllShown] = useState(false)
  const [making, setMaking] = useState<{ groupId: string | null }>()
  const change = useTagChange()
  const make = useDeed(
    ({ groupId, name }: { groupId: string | null; name: string }) =>
      groupId === null
        ? api.post('/api/tag-groups', made, { name })
        : api.post('/api/tags', made, { groupId, name }),
    { refresh: REFRESH, done: () => setMaking(undefined) },
  )
  const standing = groups.filter(({ archivedAt }) => archivedAt === null)
  const tags = standing.flatMap((group) => group.tags.filter((tag) => tag.archivedAt === null))
  const newGroup = mayWrite && (
    <Button type="primary" onClick={() => setMaking({ groupId: null })}>
      {t('group_new')}
    </Button>
  )
  return (
    <div className="kit-page">
      <PageHead
        title={t('title')}
        help={t('help')}
        sentence={
          standing.length === 0
            ? undefined
            : t('sentence', { groups: standing.length, tags: tags.length })
        }
        deeds={
          <>
            <Switch checked={isAllShown} onChange={setIsAllShown} aria-label={t('show_archived')} />
            <span className="kit-soft">{t('show_archived')}</span>
            {newGroup}
          </>
        }
      />
      {groups.length === 0 && <Empty what={t('empty')} why={t('empty_why')} action={newGroup} />}
      {standing.some(({ isShared }) => isShared) && (
        <Alert type="info" showIcon title={t('share_rule')} />
      )}
      <div className="kit-stack">
        {(isAllShown ? groups : standing).map((group) => (
          <TagGroupCard
            key={group.id}
            group={group}
            isAllShown={isAllShown}
            {...(mayWrite ? { change, onNewTag: () => setMaking({ groupId: group.id }) } : {})}
          />
        ))}
      </div>
      <JobsCard />
      {making && (
        <NameModal
          title={making.groupId === null ? t('group_new') : t('tag_new')}
          label={making.groupId === null ? t('group_name') : t('tag_name')}
          isBusy={make.isBusy}
          onCancel={() => setMaking(undefined)}
          onName={(name) => make.run({ groupId: making.groupId, name })}
        />
      )}
    </div>
  )
}
