import { useState } from 'react'
import { useText } from '../ui/language.ts'
import { useBrowse } from './browse.tsx'
import { readPicture } from './read-picture.ts'
import { readScanned } from './scanned-text.ts'
import { Glyph, Nothing, Screen } from './screen.tsx'
import { texts } from './text.ts'
import {
  done,
  joined,
  joinWays as joinWaysShape,
  linked,
  links as linksShape,
  type Person,
  scanned,
  ways as waysShape,
} from './wire.ts'
import { act, useLook } from './world.tsx'

/** The code or link that led here, or null. */
export function scannedCode(): string | null {
  return readScanned(location.href)?.id ?? null
}

/** Where somebody got by a code. */
type Arrived =
  | { at: 'chat'; userid: string }
  | { at: 'group'; chatId: string }
  | { at: 'kf'; openKfid: string }
type Refused = 'cannot_scan' | 'groups_full' | 'not_read' | 'not_ours'
type Code = {
  id: string
  glyph: 'code' | 'group' | 'link' | 'chat'
  name: string
  more: string
  /** @param query what the address of the code asks besides. */
  go: (externalUserId: string, query: URLSearchParams) => Promise<Arrived | Refused>
}

/** The camera: every code and link that the product made, one touch away; and pictures of codes. */
export function ScanScreen({
  person,
  onBack,
  onAdded,
  onJoined,
  onKf,
}: {
  person: Person
  onBack: () => void
  onAdded: (userid: string) => void
  onJoined: (chatId: string) => void
  onKf: (openKfid: string) => void
}) {
  const t = useText(texts)
  const [refused, setRefused] = useState<Refused | null>(null)
  const codes = useCodes()
  const browse = useBrowse()
  const scan = async (code: Code, query = new URLSearchParams(location.search)) => {
    const result = await code.go(person.externalUserId, query)
    if (typeof result === 'string') return setRefused(result)
    if (result.at === 'chat') onAdded(result.userid)
    else if (result.at === 'group') onJoined(result.chatId)
    else onKf(result.openKfid)
  }
  const scanPicture = async (file: File) => {
    setRefused(null)
    const text = await readPicture(file)
    if (text === null) return setRefused('not_read')
    const read = readScanned(text)
    const code = codes?.find(({ id }) => id === read?.id)
    if (browse?.(text)) return
    if (!read || !code) return setRefused('not_ours')
    await scan(code, read.query)
  }
  return (
    <Screen title={t('scan')} onBack={onBack}>
      <div className="screen-body pad">
        <PictureButton onChoose={(file) => void scanPicture(file)} />
        <PastedLink onOpen={(url) => setRefused(browse?.(url) ? null : 'not_ours')} />
        {refused && (
          <p className="refused" role="alert">
            {t(refused)}
          </p>
        )}
        {codes && codes.length > 0 && <p className="soft">{t('scan_why')}</p>}
        {codes && codes.length === 0 && <Nothing what={t('no_ways')} why={t('no_ways_why')} />}
        <ul className="codes">
          {codes?.map((code) => (
            <li key={code.id}>
              <button type="button" className="code" onClick={() => void scan(code)}>
                <Glyph name={code.glyph} />
                <span className="row-text">
                  <span className="row-name">{code.name}</span>
                  <span className="row-last">{code.more}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Screen>
  )
}

/** A link that somebody passed on. */
function PastedLink({ onOpen }: { onOpen: (url: string) => void }) {
  const t = useText(texts)
  const [url, setUrl] = useState('')
  return (
    <form
      className="pasted"
      onSubmit={(event) => {
        event.preventDefault()
        onOpen(url.trim())
      }}
    >
      <input
        type="url"
        value={url}
        aria-label={t('paste_link')}
        placeholder={t('paste_link')}
        onChange={({ target }) => setUrl(target.value)}
      />
      <button type="submit" className="button" disabled={url.trim() === ''}>
        {t('paste_open')}
      </button>
    </form>
  )
}

/** A picture from the album, as WeChat's camera takes one. */
function PictureButton({ onChoose }: { onChoose: (file: File) => void }) {
  const t = useText(texts)
  return (
    <label className="button picture-button">
      {t('scan_picture')}
      <input
        type="file"
        accept="image/*"
        onChange={(event) => {
          const [file] = event.target.files ?? []
          // The same picture may be chosen again.
          event.target.value = ''
          if (file) onChoose(file)
        }}
      />
    </label>
  )
}

/** All codes and links, the one that led here first and the newest after it. Null: not seen yet. */
function useCodes(): Code[] | null {
  const [contacts, rooms, others] = [useContactCodes(), useRoomCodes(), useLinkCodes()]
  if (!contacts) return null
  const seen = scannedCode()
  return [...contacts, ...rooms, ...others].sort(
    (a, b) => Number(b.id === seen) - Number(a.id === seen),
  )
}

function useContactCodes(): Code[] | null {
  const t = useText(texts)
  const found = useLook('/sandbox/ways', waysShape)
  if (!found) return null
  return [...found.ways].reverse().map(({ configId, remark, state, skipVerify, ...way }) => ({
    id: configId,
    glyph: 'code',
    name: remark || state || t('unnamed_way'),
    more: [
      t('way_members', { count: way.userids.length }),
      t('way_scans', { count: way.scans }),
      ...(skipVerify ? [] : [t('way_verify')]),
    ].join(' · '),
    async go(externalUserId) {
      const result = await act('scan', scanned, { configId, externalUserId })
      return result ? { at: 'chat', userid: result.userid } : 'cannot_scan'
    },
  }))
}

function useRoomCodes(): Code[] {
  const t = useText(texts)
  const found = useLook('/sandbox/join-ways', joinWaysShape)
  return [...(found?.ways ?? [])].reverse().map(({ configId, remark, state, groups }) => ({
    id: configId,
    glyph: 'group',
    name: remark || state || t('unnamed_room'),
    more: groups
      .map(({ name, members }) => `${name || t('unnamed_group')} (${members})`)
      .join(' · '),
    async go(externalUserId) {
      const result = await act('join-group', joined, { configId, externalUserId })
      if (!result) return 'cannot_scan'
      return result.chatId ? { at: 'group', chatId: result.chatId } : 'groups_full'
    },
  }))
}

/** Acquisition links, with the channel that the address names, and customer service. */
function useLinkCodes(): Code[] {
  const t = useText(texts)
  const found = useLook('/sandbox/links', linksShape)
  const links = [...(found?.links ?? [])].reverse().map(
    ({ linkId, name, customers }): Code => ({
      id: linkId,
      glyph: 'link',
      name,
      more: t('acquisition_link', { count: customers }),
      async go(externalUserId, query) {
        const channel = query.get('customer_channel') ?? ''
        const result = await act('open-link', linked, { linkId, channel, externalUserId })
        return result ? { at: 'chat', userid: result.userid } : 'cannot_scan'
      },
    }),
  )
  const accounts = (found?.accounts ?? []).map(
    ({ openKfid, name }): Code => ({
      id: openKfid,
      glyph: 'chat',
      name,
      more: t('kf_account'),
      async go(externalUserId, query) {
        const scene = query.get('enc_scene') ?? ''
        const result = await act('enter-kf', done, { openKfid, externalUserId, scene })
        return result ? { at: 'kf', openKfid } : 'cannot_scan'
      },
    }),
  )
  return [...links, ...accounts]
}
