import { Button, Drawer } from 'antd'
import { z } from 'zod'
import type { Source } from '../../../contract/acquisition.ts'
import { api, useDeed, useMay, useText, useUndoToast } from '../../ui/index.ts'
import { SourceInside } from './source-inside.tsx'
import { SOURCE_REFRESH } from './source-modal.tsx'
import { sourceTexts } from './source-text.ts'
import { texts } from './text.ts'

const done = z.object({ ok: z.literal(true) })
const WIDTH = 880

/** One source beside the tree: its own codes and costs, and what can be done with it. */
export function SourceDrawer({
  source,
  days,
  onEdit,
  onAddBelow,
  onClose,
}: {
  source: Source
  days: number
  onEdit: () => void
  onAddBelow: () => void
  onClose: () => void
}) {
  const t = useText(sourceTexts)
  const words = useText(texts)
  const toast = useUndoToast()
  const mayWrite = useMay('acquisition.write')
  const { id, name, archivedAt } = source
  const change = useDeed(
    (isArchived: boolean) => api.patch(`/api/sources/${id}`, done, { isArchived }),
    { refresh: SOURCE_REFRESH },
  )
  const archive = async () => {
    const isArchived = archivedAt === null
    if (!(await change.runAndWait(isArchived))) return
    toast({
      says: words(isArchived ? 'source_archived' : 'restored', { name }),
      undo: () => change.run(!isArchived),
    })
  }
  return (
    <Drawer
      open
      size={WIDTH}
      title={name}
      onClose={onClose}
      extra={
        mayWrite && (
          <div className="kit-deeds">
            <Button onClick={onAddBelow}>{t('add_below')}</Button>
            <Button onClick={onEdit}>{t('edit')}</Button>
            <Button type="text" loading={change.isBusy} onClick={() => void archive()}>
              {words(archivedAt === null ? 'archive' : 'restore')}
            </Button>
          </div>
        )
      }
    >
      <SourceInside source={source} days={days} mayWrite={mayWrite} />
    </Drawer>
  )
}
