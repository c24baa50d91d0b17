import { Select, Switch } from 'antd'
import { delimiters, encodings, type ImportKind } from '../../../contract/import.ts'
import { Explain, useText } from '../../ui/index.ts'
import type { Draft } from './draft.ts'
import { texts } from './text.ts'

const DELIMITERS = {
  ',': 'delimiter_comma',
  ';': 'delimiter_semicolon',
  '\t': 'delimiter_tab',
  '|': 'delimiter_bar',
} as const

/** Encoding, delimiter, header, and how dates and paid amounts are written. What cannot matter does not stand here. */
export function FileSettings({ kind, draft }: { kind: ImportKind; draft: Draft }) {
  const t = useText(texts)
  const { settings, change } = draft
  const hasDates = settings.columns.some((field) => field?.endsWith('At'))
  const hasRefunds = kind === 'orders' && settings.columns.includes('refunded')
  const toggles = [
    { name: 'hasHeader', isShown: true },
    { name: 'dayFirst', isShown: hasDates },
    { name: 'paidIsNet', isShown: hasRefunds },
  ] as const
  return (
    <div className="kit-controls">
      <Select
        className="kit-filter"
        value={settings.encoding}
        prefix={t('encoding')}
        aria-label={t('encoding')}
        popupMatchSelectWidth={false}
        onChange={(encoding) => change({ encoding })}
        options={encodings.map((value) => ({ value, label: value.toUpperCase() }))}
      />
      <Explain what={t('encoding')}>{t('encoding_help')}</Explain>
      <Select
        className="kit-filter"
        value={settings.delimiter}
        prefix={t('delimiter')}
        aria-label={t('delimiter')}
        onChange={(delimiter) => change({ delimiter })}
        options={delimiters.map((value) => ({ value, label: t(DELIMITERS[value]) }))}
      />
      {toggles
        .filter(({ isShown }) => isShown)
        .map(({ name }) => (
          <span key={name}>
            <Switch
              size="small"
              checked={settings[name]}
              aria-label={t(name)}
              onChange={(on) => change({ [name]: on })}
            />{' '}
            {t(name)}
            <Explain what={t(name)}>{t(`${name}_help`)}</Explain>
          </span>
        ))}
    </div>
  )
}
