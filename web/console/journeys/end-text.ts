import { defineTexts, type Same } from '../../ui/index.ts'

/** Words of how an SOP is brought to its end. */
const zh = {
  end_title: '结束这个 SOP',
  end_help: '结束之后不能再启动，只能复制一份。',
  end_finish: '排空：不再进人，里面的走完',
  end_at_once: '里面的人也立刻离开',
  end_at_once_help:
    '还没交出去的和已经交给导购的消息不会收回。要连它们一起叫停，先暂停并勾选叫停消息，再来结束。',
  end_why: '为什么结束',
} as const

const en: Same<typeof zh> = {
  end_title: 'End this SOP',
  end_help: 'An SOP that has ended cannot be launched again, only copied.',
  end_finish: 'Drain: nobody enters, who is inside finishes',
  end_at_once: 'Everybody leaves at once',
  end_at_once_help:
    'Messages already planned or with the associates are not called back. To stop them too, pause with messages first, then end.',
  end_why: 'Why',
}

export const endTexts = defineTexts('journeys_end', { zh, en })
