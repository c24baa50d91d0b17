import { useState } from 'react'
import { useText } from '../ui/language.ts'
import { Glyph, Nothing, Screen } from './screen.tsx'
import { texts } from './text.ts'
import {
  type JoinWay,
  joined,
  joinWays as joinWaysShape,
  type Person,
  scanned,
  type Way,
  ways as waysShape,
} from './wire.ts'
import { act, useLook } from './world.tsx'

/** The code whose picture led here (`?scan=` of the address), or null. */
export function scannedCode(): string | null {
  return new URLSearchParams(location.search).get('scan')
}

/** The camera: every code that the product made, one touch away. */
export function ScanScreen({
  person,
  onBack,
  onAdded,
  onJoined,
}: {
  person: Person
  onBack: () => void
  onAdded: (userid: string) => void
  onJoined: (chatId: string) => void
}) {
  const t = useText(texts)
  const [refused, setRefused] = useState<'cannot_scan' | 'groups_full' | null>(null)
  const found = useLook('/sandbox/ways', waysShape)
  const rooms = useLook('/sandbox/join-ways', joinWaysShape)?.ways ?? []
  const seen = scannedCode()
  const newest = [...(found?.ways ?? [])]
    .reverse()
    .sort((a, b) => Number(b.configId === seen) - Number(a.configId === seen))
  const scan = async ({ configId }: Way) => {
    const { externalUserId } = person
    const result = await act('scan', scanned, { configId, externalUserId })
    if (result) onAdded(result.userid)
    else setRefused('cannot_scan')
  }
  const join = async ({ configId }: JoinWay) => {
    const { externalUserId } = person
    const result = await act('join-group', joined, { configId, externalUserId })
    if (result?.chatId) onJoined(result.chatId)
    else setRefused(result ? 'groups_full' : 'cannot_scan')
  }
  return (
    <Screen title={t('scan')} onBack={onBack}>
      <div className="screen-body pad">
        {refused && (
          <p className="refused" role="alert">
            {t(refused)}
          </p>
        )}
        {newest.length + rooms.length > 0 && <p className="soft">{t('scan_why')}</p>}
        {found && newest.length + rooms.length === 0 && (
          <Nothing what={t('no_ways')} why={t('no_ways_why')} />
        )}
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
          {rooms.map((way) => (
            <li key={way.configId}>
              <button type="button" className="code" onClick={() => void join(way)}>
                <Glyph name="group" />
                <span className="row-text">
                  <span className="row-name">{way.remark || way.state || t('unnamed_room')}</span>
                  <span className="row-last">
                    {way.groups
                      .map(({ name, members }) => `${name || t('unnamed_group')} (${members})`)
                      .join(' · ')}
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
