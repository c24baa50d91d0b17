import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { KitRoot, makeQueryClient, whenSignedOut } from '../ui/index.ts'
import { router } from './router.tsx'
import { ModeProvider, useChosenMode } from './shell/mode.tsx'

const client = makeQueryClient()

/** The session is gone: to sign-in, and back to where the person was afterwards. */
whenSignedOut(() => {
  const { pathname, href } = router.history.location
  if (pathname === '/sign-in' || pathname === '/setup') return
  client.clear()
  router.history.push(`/sign-in?to=${encodeURIComponent(href)}`)
})

/** The console: theme, data and pages. */
export function Console() {
  const chosen = useChosenMode()
  return (
    <ModeProvider chosen={chosen}>
      <KitRoot mode={chosen.mode}>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </KitRoot>
    </ModeProvider>
  )
}
