import { App } from 'antd'
import { useRef, useState } from 'react'
import type {
  Column,
  ColumnField,
  ImportKind,
  ImportPreview,
  ImportSettings,
} from '../../../contract/import.ts'
import { useDeed, useText } from '../../ui/index.ts'
import { assigned } from './assign.ts'
import { imports, previewPath } from './door.ts'
import { fieldTexts } from './field-text.ts'
import { texts } from './text.ts'
import { useColumnName } from './words.ts'

/** A draft as it is being decided: what the person wants stands at once, what comes of it follows from the server. */
export type Draft = {
  settings: ImportSettings
  change: (part: Partial<ImportSettings>) => void
  assign: (column: Column, field: ColumnField | null) => void
  /** The server is looking at what was changed. */
  isBusy: boolean
  /** The columns themselves will change. */
  isSplitting: boolean
}

/** Keeps what is decided about a draft on the server, one change after the other, the latest winning. */
export function useDraft(id: string, kind: ImportKind, shown: ImportPreview): Draft {
  const t = useText(texts)
  const { message } = App.useApp()
  const fieldWord = useText(fieldTexts)
  const columnName = useColumnName()
  const [wanted, setWanted] = useState<ImportSettings>()
  const waiting = useRef<ImportSettings>(undefined)
  const isSending = useRef(false)
  const deed = useDeed((settings: ImportSettings) => imports.settle(id, settings), {
    refresh: [previewPath(id)],
  })
  const settings = wanted ?? shown.settings
  const send = async () => {
    if (isSending.current) return
    isSending.current = true
    for (let next = waiting.current; next !== undefined; next = waiting.current) {
      waiting.current = undefined
      await deed.runAndWait(next)
    }
    isSending.current = false
    setWanted(undefined)
  }
  const change = (part: Partial<ImportSettings>) => {
    const next = { ...settings, ...part }
    setWanted(next)
    waiting.current = next
    void send()
  }
  const assign = (column: Column, field: ColumnField | null) => {
    const { columns, freed } = assigned(kind, settings.columns, column.index, field)
    const other = freed === null ? undefined : shown.columns[freed]
    if (other && field !== null) {
      void message.info(t('moved', { field: fieldWord(field), column: columnName(other) }))
    }
    change({ columns })
  }
  return {
    settings,
    change,
    assign,
    isBusy: wanted !== undefined,
    isSplitting: isSplitAnew(settings, shown.settings),
  }
}

function isSplitAnew(wanted: ImportSettings, now: ImportSettings): boolean {
  return (
    wanted.encoding !== now.encoding ||
    wanted.delimiter !== now.delimiter ||
    wanted.hasHeader !== now.hasHeader
  )
}
