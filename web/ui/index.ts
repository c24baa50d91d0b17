/** The door of the kit: page kinds, pieces, words, theme and the way to the server. */
export { type Address, useAddress } from './address.ts'
export { ApiProblem, type ApiQuery, api, whenSignedOut } from './api.ts'
export { Chart, type ChartOption, type ChartTable, PlainTable } from './chart.tsx'
export { barChart, heatChart, lineChart, type Series } from './chart-options.ts'
export { CopyText } from './copy-text.tsx'
export { Explain } from './explain.tsx'
export { type FigureKind, type FigureProps, Figures } from './figure.tsx'
export { textOfFile } from './file-text.ts'
export { digitsOf, type Formats } from './formats.ts'
export { Go, useGo } from './go.tsx'
export {
  type House,
  HouseProvider,
  KitRoot,
  useFormat,
  useHouse,
  useMay,
} from './house.tsx'
export { keep, readKept, useKept } from './kept.ts'
export { type Key, useActiveKeys, useKeys } from './keys.ts'
export {
  changeLanguage,
  defineTexts,
  type Language,
  type Same,
  type Say,
  type Texts,
  useLanguage,
  useText,
} from './language.ts'
export {
  type Deed,
  type List,
  type Load,
  makeQueryClient,
  useAnswer,
  useDeed,
  useList,
  useLoad,
  useNews,
} from './load.ts'
export { Money } from './money.tsx'
export { Card, DetailPage, Facts } from './pages/detail-page.tsx'
export { type Decision, InboxPage } from './pages/inbox-page.tsx'
export type { Filter } from './pages/list-filters.tsx'
export { type BulkDeed, type Column, ListPage, type Selection } from './pages/list-page.tsx'
export { type Need, OverviewPage } from './pages/overview-page.tsx'
export { PageHead } from './pages/page-head.tsx'
export { ReportPage } from './pages/report-page.tsx'
export { WizardPage, type WizardStep } from './pages/wizard-page.tsx'
export { usePart } from './part.ts'
export { PersonCell } from './person-cell.tsx'
export { type PlanDraft, usePlanDraft } from './plan-draft.ts'
export { Progress } from './progress.tsx'
export { Sentence } from './sentence.tsx'
export {
  Empty,
  type EmptyProps,
  Failed,
  Forbidden,
  GoButton,
  Loaded,
  PageSkeleton,
  Partial,
  type Shape,
} from './states.tsx'
export { type Task, TaskTray } from './task-tray.tsx'
export type { Mode, Paint } from './theme.ts'
export { type Happening, Timeline } from './timeline.tsx'
export { TypedConfirm } from './typed-confirm.tsx'
export { useUndoToast } from './undo.tsx'
export { Day, useWhen, When } from './when.tsx'
