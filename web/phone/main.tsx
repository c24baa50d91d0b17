import './phone.css'
import './phone-screens.css'
import './desk.css'
import './company.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Page } from './page.tsx'
import { WorldProvider } from './world.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <WorldProvider>
      <Page />
    </WorldProvider>
  </StrictMode>,
)
