import {
  ApiOutlined,
  BarChartOutlined,
  BulbOutlined,
  CloudUploadOutlined,
  DashboardOutlined,
  FileSearchOutlined,
  HomeOutlined,
  InboxOutlined,
  SettingOutlined,
  TagsOutlined,
  TeamOutlined,
  WarningOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'

/** The signs of the navigation; each is imported by name, so that only these are in the code. */
export const icons = {
  api: <ApiOutlined />,
  chart: <BarChartOutlined />,
  bulb: <BulbOutlined />,
  upload: <CloudUploadOutlined />,
  dashboard: <DashboardOutlined />,
  events: <FileSearchOutlined />,
  home: <HomeOutlined />,
  inbox: <InboxOutlined />,
  setting: <SettingOutlined />,
  tags: <TagsOutlined />,
  team: <TeamOutlined />,
  warning: <WarningOutlined />,
} as const satisfies Record<string, ReactNode>

export type IconName = keyof typeof icons
