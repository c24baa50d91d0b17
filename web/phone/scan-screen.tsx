import { useState } from 'react'
import { useText } from '../ui/language.ts'
import { Glyph, Nothing, Screen } from './screen.tsx'
import { texts } from './text.ts'
import { type Person, scanned, type Way, ways as waysShape } from './wire.ts'
import { act, useLook } from './world.tsx'

/** The code whose picture led here (`?scan=` of the address), or null. */
export function scannedCode(): string | null {
  return new URLSearchParams(location.search).get('scan')
}

/** The camera: every contact way that the product made, one touch away. */
export function ScanScreen({
  person,
  onBack,
  onAdded,
}: {
  person: Person
  onBack: () => void
  onAdded: (userid: string) => void
}) {
  const t = useText(texts)
  const [isRefused, setRefused] = useState(false)
  const found = useLook('/sandbox/ways', waysShape)
  const seen = scannedCode()
  const newest = [...(found?.ways ?? [])]
    .reverse()
    .sort((a, b) => Number(b.configId === seen) - Number(a.configId === seen))
  const scan = async ({ configId }: Way) => {
    const { externalUserId } = person
    const result = await act('scan', scanned, { configId, externalUserId })
    if (result) onAdded(result.userid)
    else setRefused(true)
  }
  return (
    <Screen title={t('scan')} onBack={onBack}>
      <div className="screen-body pad">
        {isRefused && (
          <p className="refused" role="alert">
            {t('cannot_scan')}
          </p>
        )}
        {newest.length > 0 && <p className="soft">{t('scan_why')}</p>}
        {found && newest.length === 0 && <Nothing what={t('no_ways')} why={t('no_ways_why')} />}
        <ul className="codes">
          {newest.map((way) => (
            <li key={way.configId}>
              <button type="button" className="code" onClick={() => void scan(way)}>
                <Glyph name="code" />
                <span className="row-text">
                  <span className="row-name">{way.remark || way.state || t('unnamed_way')}</span>
                  <span className="row-last">
                    {[
                      t('way_members', { count: way.userids.length }),
                      t('way_scans', { count: way.scans }),
                      ...(way.skipVerify ? [] : [t('way_verify')]),
                    ].join(' · ')}
                  </span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Screen>
  )
}
