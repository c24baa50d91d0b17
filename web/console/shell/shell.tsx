import { Outlet } from '@tanstack/react-router'
import { z } from 'zod'
import type { Me } from '../../../contract/staff.ts'
import { ApiProblem, type House, HouseProvider, Loaded, useKept, useText } from '../../ui/index.ts'
import { Brakes } from '../policy/brakes.tsx'
import { useMe } from '../session/me.ts'
import { Side } from './side.tsx'
import { texts } from './text.ts'
import { TopBar } from './top-bar.tsx'
import { useWorkspaceNow } from './workspace-now.ts'

const NARROW_BELOW = '(max-width: 1100px)'

/** The frame around every page: who is signed in, navigation, top bar. Nobody signed in: to sign-in. */
export function Shell() {
  const load = useMe()
  // The way to sign-in is taken by `whenSignedOut`; until then nothing is shown.
  const isSignedOut = load.problem instanceof ApiProblem && load.problem.status === 401
  if (isSignedOut) return null
  return (
    <Loaded load={load} shape="overview">
      {(me) => <Frame me={me} />}
    </Loaded>
  )
}

function Frame({ me }: { me: Me }) {
  const t = useText(texts)
  const [isNarrow, setIsNarrow] = useKept('narrow', z.boolean(), matchMedia(NARROW_BELOW).matches)
  const now = useWorkspaceNow(me.workspace)
  const house: House = {
    timeZone: me.workspace.timeZone,
    currency: me.workspace.currency,
    now,
    permissions: me.permissions,
  }
  return (
    <HouseProvider house={house}>
      <a className="shell-skip" href="#page">
        {t('skip')}
      </a>
      <div className={isNarrow ? 'shell shell-narrow' : 'shell'}>
        <Side me={me} isNarrow={isNarrow} setIsNarrow={setIsNarrow} />
        <div>
          <TopBar me={me} />
          <Brakes />
          <main id="page" className="shell-main" tabIndex={-1}>
            <Outlet />
          </main>
        </div>
      </div>
    </HouseProvider>
  )
}
