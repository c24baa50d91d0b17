/** Errors of posters (room `poster`). */
export const posterErrors = {
  poster_changed: {
    status: 409,
    zh: '这张海报刚被别人改过，您的修改没有保存。请打开最新的一版再改。',
    en: 'Somebody else has just changed this poster; yours was not saved. Open the newest version and change that.',
  },
  poster_picture: {
    status: 400,
    zh: '这张图打不开，或者像素太多（最多 1,600 万像素）。请换一张 JPG 或 PNG。',
    en: 'This picture cannot be opened or has too many pixels (16 million at most). Choose another JPEG or PNG.',
  },
  poster_busy: {
    status: 503,
    zh: '正在画的海报太多，请过几秒再试。',
    en: 'Too many posters are being drawn. Try again in a few seconds.',
  },
  poster_failed: {
    status: 500,
    zh: '这张海报没有画出来。请换一张底图，或减少图层后再试。',
    en: 'This poster could not be drawn. Try another background or fewer layers.',
  },
  poster_too_large: {
    status: 400,
    zh: '放大后超过 2,400 万像素，太大了。请选小一些的倍数。',
    en: 'That would be more than 24 million pixels. Choose a smaller size.',
  },
} as const
