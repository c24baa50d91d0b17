import { type FormEvent, useState } from 'react'
import { useText } from '../ui/language.ts'
import { Face } from './face.tsx'
import { TagLibrary } from './tag-library.tsx'
import { texts } from './text.ts'
import { useWhen } from './when.ts'
import { type Department, directory as directoryShape, done } from './wire.ts'
import { act, useLook } from './world.tsx'

/** WeCom's own admin console, as far as the product hears of it: who works where, who comes, who leaves. */
export function Company() {
  const t = useText(texts)
  const seen = useLook('/sandbox/directory', directoryShape)
  const departments = seen?.departments ?? []
  return (
    <section className="desk" aria-label={t('company')}>
      <header className="desk-head">
        <h2>{t('company')}</h2>
        <p className="soft">{t('company_why')}</p>
      </header>
      <div className="desk-body">
        <Newcomer departments={departments} />
        <ul className="departments">
          {departments.map((one) => (
            <li key={one.id}>
              <Branch department={one} all={departments} />
            </li>
          ))}
        </ul>
        <TagLibrary />
        <Leavers leavers={seen?.leavers ?? []} />
      </div>
    </section>
  )
}

/** Somebody who comes, or a new department: one form, since both are a name and a place. */
function Newcomer({ departments }: { departments: readonly Department[] }) {
  const t = useText(texts)
  const [name, setName] = useState('')
  const [place, setPlace] = useState(1)
  const [isRefused, setRefused] = useState(false)
  const add = async (event: FormEvent, path: string, body: object) => {
    event.preventDefault()
    if (name.trim() === '') return
    const made = await act(path, done, { name: name.trim(), ...body })
    setRefused(made === null)
    if (made) setName('')
  }
  return (
    <form
      className="newcomer"
      onSubmit={(event) => void add(event, 'hire', { departments: [place], position: t('guide') })}
    >
      <input
        className="field"
        aria-label={t('new_name')}
        placeholder={t('new_name')}
        value={name}
        maxLength={20}
        onChange={(event) => setName(event.target.value)}
      />
      <Place departments={departments} label={t('department')} value={place} onChange={setPlace} />
      <div className="pair">
        <button type="submit" className="button button-main" disabled={name.trim() === ''}>
          {t('hire')}
        </button>
        <button
          type="button"
          className="button"
          disabled={name.trim() === ''}
          onClick={(event) => void add(event, 'departments', { parentId: place })}
        >
          {t('new_department')}
        </button>
      </div>
      {isRefused && (
        <p className="refused" role="alert">
          {t('name_taken')}
        </p>
      )}
    </form>
  )
}

function Place({
  departments,
  label,
  value,
  onChange,
}: {
  departments: readonly Department[]
  label: string
  value: number
  onChange: (id: number) => void
}) {
  return (
    <select
      className="field"
      aria-label={label}
      value={value}
      onChange={(event) => onChange(Number(event.target.value))}
    >
      {departments.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  )
}

function Branch({ department, all }: { department: Department; all: readonly Department[] }) {
  const t = useText(texts)
  const { id, name, depth, members } = department
  const isEmpty =
    members.length === 0 && !all.some((one) => one.depth > depth && isBelow(all, one, id))
  return (
    <div className={`branch branch-${Math.min(depth, 3)}`}>
      <h3 className="branch-name">
        {name}
        <span className="soft">{t('people', { count: members.length })}</span>
        {isEmpty && id !== 1 && (
          <button
            type="button"
            className="button"
            onClick={() => void act('delete-department', done, { id })}
          >
            {t('dissolve')}
          </button>
        )}
      </h3>
      <ul>
        {members.map((member) => (
          <li key={member.userid} className="employee">
            <Employee member={member} departmentId={id} all={all} />
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The rows stand in the order of the tree: what is below follows at once, deeper. */
function isBelow(all: readonly Department[], one: Department, id: number): boolean {
  const from = all.findIndex((other) => other.id === id)
  const own = all[from]
  const next = all[from + 1]
  return (
    own !== undefined && next !== undefined && next.depth > own.depth && all.indexOf(one) > from
  )
}

function Employee({
  member,
  departmentId,
  all,
}: {
  member: Department['members'][number]
  departmentId: number
  all: readonly Department[]
}) {
  const t = useText(texts)
  const [isAsking, setAsking] = useState(false)
  const { userid, name, position, status } = member
  return (
    <>
      <Face name={name} />
      <span className="row-text">
        <span className="row-name">{name}</span>
        <span className="row-last">{status === 2 ? t('disabled') : position}</span>
      </span>
      {isAsking ? (
        <span className="asking-inline" role="alert">
          {t('resign_sure')}
          <button type="button" className="button" onClick={() => setAsking(false)}>
            {t('delete_no')}
          </button>
          <button
            type="button"
            className="button button-harm"
            onClick={() => void act('resign', done, { userid })}
          >
            {t('resign_yes')}
          </button>
        </span>
      ) : (
        <span className="employee-deeds">
          <Place
            departments={all}
            label={t('move', { name })}
            value={departmentId}
            onChange={(id) => void act('change-member', done, { userid, departments: [id] })}
          />
          <button type="button" className="button" onClick={() => setAsking(true)}>
            {t('resign')}
          </button>
        </span>
      )}
    </>
  )
}

function Leavers({
  leavers,
}: {
  leavers: readonly { userid: string; name: string; leftAt: string; customers: number }[]
}) {
  const t = useText(texts)
  const when = useWhen()
  if (leavers.length === 0) return null
  return (
    <div className="branch">
      <h3 className="branch-name">{t('leavers')}</h3>
      <ul>
        {leavers.map(({ userid, name, leftAt, customers }) => (
          <li key={userid} className="employee">
            <Face name={name} />
            <span className="row-text">
              <span className="row-name">{name}</span>
              <span className="row-last">
                {t('left_at', { time: when(leftAt), count: customers })}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
