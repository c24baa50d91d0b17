import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Files of the kit that do something when they are loaded; all others may be left out where nothing of them is used. */
const ACTS = /\/web\/ui\/.*(language\.ts|text\.ts|house\.tsx|\.css)$/

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
    rolldownOptions: {
      // A page takes from the kit's door only what it uses, so that the first screen does not load all page kinds.
      treeshake: { moduleSideEffects: (id) => !id.includes('/web/ui/') || ACTS.test(id) },
    },
  },
  server: {
    port: 3001,
    proxy: { '/api': 'http://127.0.0.1:3000', '/openapi.json': 'http://127.0.0.1:3000' },
  },
})
