import { Progress } from 'antd'
import { useFormat } from '../../ui/index.ts'

/** How far something is as a share of one, with its name: for files, whose bytes nobody counts. */
export function Share({ label, share }: { label: string; share: number }) {
  const format = useFormat()
  const says = format.percent(Math.min(1, share))
  return (
    <div>
      <div className="kit-row kit-soft">
        <span>{label}</span>
        <span className="kit-number">{says}</span>
      </div>
      <Progress
        percent={Math.min(100, share * 100)}
        status={share < 1 ? 'active' : 'success'}
        showInfo={false}
        aria-label={`${label}: ${says}`}
      />
    </div>
  )
}
