import './sidebar.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { makeClient } from './load.ts'
import { Sidebar } from './sidebar.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={makeClient()}>
      <Sidebar />
    </QueryClientProvider>
  </StrictMode>,
)
