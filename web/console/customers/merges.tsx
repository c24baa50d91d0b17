import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import type { Merge } from '../../../contract/customer.ts'
import { Card, useText, useWhen, When } from '../../ui/index.ts'
import { texts } from './text.ts'
import { useIdentityWord } from './words.ts'

type Undo = (input: { id: string; reason: string }) => Promise<unknown>

/** Which customers became this person, why, and the way back. */
export function Merges({
  merges,
  isBusy,
  onUndo,
}: {
  merges: readonly Merge[]
  isBusy: boolean
  onUndo?: Undo
}) {
  const t = useText(texts)
  const [undoing, setUndoing] = useState<Merge>()
  return (
    <Card title={t('merges')}>
      {merges.length === 0 && <p className="kit-soft">{t('merges_none')}</p>}
      <ul>
        {merges.map((merge) => (
          <MergeLine
            key={merge.id}
            merge={merge}
            {...(onUndo && merge.undoneAt === null ? { onUndo: () => setUndoing(merge) } : {})}
          />
        ))}
      </ul>
      {undoing && onUndo && (
        <UndoModal
          merge={undoing}
          isBusy={isBusy}
          onCancel={() => setUndoing(undefined)}
          onUndo={(reason) =>
            void onUndo({ id: undoing.id, reason }).then(() => setUndoing(undefined))
          }
        />
      )}
    </Card>
  )
}

function MergeLine({ merge, onUndo }: { merge: Merge; onUndo?: () => void }) {
  const t = useText(texts)
  const when = useWhen()
  const word = useIdentityWord()
  const { kept, gone, reason, mergedBy, undoneAt, undoReason } = merge
  const why =
    reason !== 'by_hand'
      ? t(`merge_${reason}`)
      : mergedBy === null
        ? t('merge_by_program')
        : t('merge_by_hand', { by: mergedBy })
  const evidence = merge.evidence.map(({ kind, masked }) => `${word(kind)} ${masked}`).join('，')
  return (
    <li>
      <div className="kit-row">
        <span>{t('merge_line', { gone: String(gone.no), kept: String(kept.no) })}</span>
        {onUndo && (
          <Button type="link" size="small" onClick={onUndo}>
            {t('merge_undo')}
          </Button>
        )}
      </div>
      <div className="kit-soft" title={evidence}>
        {why} <When at={merge.mergedAt} />
      </div>
      {undoneAt !== null && (
        <div className="kit-soft">
          {t('merge_undone_at', { at: when(undoneAt), reason: undoReason ?? '' })}
        </div>
      )}
    </li>
  )
}

function UndoModal({
  merge,
  isBusy,
  onUndo,
  onCancel,
}: {
  merge: Merge
  isBusy: boolean
  onUndo: (reason: string) => void
  onCancel: () => void
}) {
  const t = useText(texts)
  const [reason, setReason] = useState('')
  const pair = { gone: String(merge.gone.no), kept: String(merge.kept.no) }
  return (
    <Modal
      open
      title={t('merge_undo_title', pair)}
      okText={t('merge_undo')}
      okButtonProps={{ disabled: reason.trim() === '' }}
      confirmLoading={isBusy}
      onOk={() => onUndo(reason.trim())}
      onCancel={onCancel}
    >
      <p>{t('merge_undo_what', { gone: pair.gone })}</p>
      <Input
        value={reason}
        maxLength={300}
        placeholder={t('merge_undo_why')}
        aria-label={t('merge_undo_why')}
        onChange={(event) => setReason(event.target.value)}
      />
    </Modal>
  )
}
