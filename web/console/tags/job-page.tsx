import { Alert, Button, Table, Tag } from 'antd'
import { z } from 'zod'
import {
  type TagJobDetail,
  type TagJobPerson,
  tagJobDetail,
  tagJobPerson,
} from '../../../contract/tag-job.ts'
import {
  api,
  Card,
  Facts,
  Loaded,
  PageHead,
  PersonCell,
  Progress,
  useDeed,
  useFormat,
  useList,
  useLoad,
  useMay,
  usePart,
  useText,
  When,
} from '../../ui/index.ts'
import { texts } from './text.ts'

const LIVE_MS = 2_000
const done = z.object({ ok: z.literal(true) })
const REFRESH = ['/api/tag-jobs', '/api/customers', '/api/tag-groups']
const HERE = {
  waiting: 'warning',
  tagged: 'success',
  gone: 'error',
  archived: 'error',
  undone: 'default',
} as const
const IN_WECOM = {
  own: 'default',
  no_friend: 'default',
  waiting: 'warning',
  same: 'success',
  refused: 'error',
} as const

/** One tag on many customers: how far it is, and what came of each of them, here and in WeCom. */
export function TagJobPage() {
  const id = usePart('id')
  const load = useLoad(`/api/tag-jobs/${id}`, tagJobDetail, { every: LIVE_MS })
  return (
    <Loaded load={load} shape="detail">
      {(job) => <Job job={job} />}
    </Loaded>
  )
}

function Job({ job }: { job: TagJobDetail }) {
  const t = useText(texts)
  const format = useFormat()
  const mayWrite = useMay('customers.write')
  const undo = useDeed(() => api.put(`/api/tag-jobs/${job.id}/undo`, done, {}), {
    refresh: REFRESH,
  })
  const wrong = job.inWecom
    .filter(({ outcome }) => outcome === 'refused' || outcome === 'no_friend')
    .reduce((sum, { count }) => sum + count, 0)
  return (
    <div className="kit-page">
      <PageHead
        title={t('job_title', { tag: job.tag.name })}
        help={t('job_help')}
        sentence={t('job_sentence', { done: job.done, total: job.total })}
        deeds={
          <>
            <Button href={`/api/tag-jobs/${job.id}/errors.csv`} disabled={wrong === 0}>
              {t('job_errors')}
            </Button>
            {mayWrite && job.undoneAt === null && (
              <Button onClick={() => undo.run(undefined)} loading={undo.isBusy}>
                {t('job_undo')}
              </Button>
            )}
          </>
        }
      />
      {job.undoneAt !== null && <Alert type="info" showIcon title={t('job_undone')} />}
      {job.done < job.total && (
        <Progress label={t('job_progress')} done={job.done} total={job.total} />
      )}
      <Card>
        <Facts
          facts={[
            {
              label: t('job_asked'),
              value: (
                <>
                  {job.askedBy} <When at={job.askedAt} />
                </>
              ),
            },
            {
              label: t('job_here'),
              value: job.here.map(({ outcome, count }) => (
                <Tag key={outcome} color={HERE[outcome]}>
                  {t(`here_${outcome}`)} {format.count(count)}
                </Tag>
              )),
            },
            {
              label: t('job_wecom'),
              value: job.inWecom.map(({ outcome, count }) => (
                <Tag key={outcome} color={IN_WECOM[outcome]}>
                  {t(`wecom_${outcome}`)} {format.count(count)}
                </Tag>
              )),
            },
          ]}
        />
      </Card>
      <People id={job.id} />
    </div>
  )
}

function People({ id }: { id: string }) {
  const t = useText(texts)
  const list = useList(`/api/tag-jobs/${id}/people`, tagJobPerson, {}, { every: LIVE_MS })
  return (
    <Card title={t('job_people')}>
      <Table<TagJobPerson>
        size="small"
        rowKey="customerId"
        loading={list.isLoading}
        pagination={false}
        dataSource={[...list.rows]}
        columns={[
          {
            title: t('job_person'),
            render: (_, one) => <PersonCell name={one.name} to={`/customers/${one.customerId}`} />,
          },
          {
            title: t('job_here'),
            render: (_, { outcome }) => <Tag color={HERE[outcome]}>{t(`here_${outcome}`)}</Tag>,
          },
          {
            title: t('job_wecom'),
            render: (_, { inWecom, error }) => (
              <>
                <Tag color={IN_WECOM[inWecom]}>{t(`wecom_${inWecom}`)}</Tag>
                {error !== null && inWecom === 'refused' && (
                  <span className="kit-soft">{t('share_refused', { errcode: error })}</span>
                )}
              </>
            ),
          },
        ]}
      />
      {list.more && (
        <Button block loading={list.isMoreLoading} onClick={list.more}>
          {t('job_more')}
        </Button>
      )}
    </Card>
  )
}
