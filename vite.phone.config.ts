import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The sandbox's phone page, served by the sandbox itself. In development: a sandbox on its usual port, and `npx vite --config vite.phone.config.ts`. */
export default defineConfig({
  root: 'web/phone',
  base: '/',
  plugins: [react()],
  build: { outDir: '../../dist/web/phone', emptyOutDir: true, sourcemap: false },
  server: { port: 3102, proxy: { '/sandbox': 'http://127.0.0.1:3100' } },
})
