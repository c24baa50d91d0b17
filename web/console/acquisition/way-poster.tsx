import { DownloadOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { useState } from 'react'
import type { ContactWay } from '../../../contract/acquisition.ts'
import { type PosterLine, posterList, posterScales } from '../../../contract/poster.ts'
import { Go, useFormat, useLoad, useText } from '../../ui/index.ts'
import { posterTexts } from './poster-text.ts'

const SHOWN = 200
/** Printers put so many dots on an inch, and an inch has so many centimetres. */
const DOTS_PER_INCH = 300
const CM_PER_INCH = 2.54

/** The code on a poster of the brand, to be looked at and printed. */
export function WayPoster({ way: { id, name } }: { way: ContactWay }) {
  const t = useText(posterTexts)
  const load = useLoad('/api/posters', posterList, { query: { state: 'used', limit: SHOWN } })
  const [chosen, setChosen] = useState<string>()
  const [scale, setScale] = useState<(typeof posterScales)[number]>(2)
  const posters = load.data?.items ?? []
  const poster = posters.find((one) => one.id === chosen)
  const sizeOf = useSize()
  if (load.data && posters.length === 0)
    return (
      <p className="kit-soft">
        {t('none')} <Go to="/posters">{t('make')}</Go>
      </p>
    )
  return (
    <div className="kit-stack">
      <Select
        aria-label={t('choose')}
        placeholder={t('choose')}
        value={chosen ?? null}
        options={posters.map((one) => ({ value: one.id, label: one.name }))}
        onChange={setChosen}
      />
      {poster && (
        <>
          <img
            className="way-poster"
            src={`/api/contact-ways/${id}/poster?poster=${poster.id}`}
            alt={t('alt', { name })}
            style={{ aspectRatio: `${poster.width} / ${poster.height}` }}
          />
          <Select
            aria-label={t('size')}
            value={scale}
            options={posterScales
              .filter((value) => isPrintable(poster, value))
              .map((value) => ({ value, label: sizeOf(poster, value) }))}
            onChange={setScale}
          />
          <div>
            <Button
              icon={<DownloadOutlined />}
              href={`/api/contact-ways/${id}/poster?poster=${poster.id}&scale=${scale}&download=1`}
            >
              {t('download')}
            </Button>
          </div>
        </>
      )}
    </div>
  )
}

/** The server draws no more pixels than this at once. */
const PIXELS_MAX = 24_000_000

function isPrintable({ width, height }: PosterLine, scale: number): boolean {
  return width * height * scale ** 2 <= PIXELS_MAX
}

/** Pixels, and how large that is on paper. */
function useSize(): (poster: PosterLine, scale: number) => string {
  const t = useText(posterTexts)
  const format = useFormat()
  const cm = (pixels: number) => format.decimal((pixels / DOTS_PER_INCH) * CM_PER_INCH, 1)
  return ({ width, height }, scale) =>
    t('size_of', {
      width: format.count(width * scale),
      height: format.count(height * scale),
      wide: cm(width * scale),
      high: cm(height * scale),
    })
}
