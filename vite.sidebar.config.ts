import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The sidebar beside a WeCom chat, served by the api under its own path. */
export default defineConfig({
  root: 'web/sidebar',
  base: '/sidebar/',
  plugins: [react()],
  build: { outDir: '../../dist/web/sidebar', emptyOutDir: true, sourcemap: false },
  server: {
    port: 3003,
    proxy: { '/api': { target: 'http://127.0.0.1:3000', changeOrigin: false } },
  },
})
