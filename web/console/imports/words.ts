import type { Column, ImportView } from '../../../contract/import.ts'
import { useFormat, useText } from '../../ui/index.ts'
import { texts } from './text.ts'

const KB = 1024

/** A file's size: 3.2 MB. */
export function useSize(): (bytes: number) => string {
  const format = useFormat()
  return (bytes) => {
    if (bytes < KB) return `${format.count(bytes)} B`
    if (bytes < KB ** 2) return `${format.count(bytes / KB)} KB`
    if (bytes < KB ** 3) return `${format.decimal(bytes / KB ** 2, 1)} MB`
    return `${format.decimal(bytes / KB ** 3, 2)} GB`
  }
}

/** How much of the file is read, 0 to 1. */
export function shareRead({ bytesRead, fileBytes }: ImportView): number {
  return fileBytes === 0 ? 0 : Math.min(1, bytesRead / fileBytes)
}

/** How a column is called: its header, or its place where the file has none. */
export function useColumnName(): (column: Pick<Column, 'header' | 'index'>) => string {
  const t = useText(texts)
  return ({ header, index }) => (header.trim() === '' ? t('column_no', { no: index + 1 }) : header)
}
