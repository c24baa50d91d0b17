import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The console: one page application, routes loaded when they are first opened. */
export default defineConfig({
  root: 'web/console',
  base: '/',
  plugins: [react()],
  build: {
    outDir: '../../dist/web/console',
    emptyOutDir: true,
    sourcemap: false,
    chunkSizeWarningLimit: 900,
  },
  server: {
    port: 3001,
    proxy: { '/api': 'http://127.0.0.1:3000', '/openapi.json': 'http://127.0.0.1:3000' },
  },
})
