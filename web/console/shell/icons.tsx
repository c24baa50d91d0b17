import {
  ApiOutlined,
  BarChartOutlined,
  BellOutlined,
  BulbOutlined,
  CarryOutOutlined,
  CloudUploadOutlined,
  DashboardOutlined,
  ExperimentOutlined,
  FileSearchOutlined,
  FilterOutlined,
  HistoryOutlined,
  HomeOutlined,
  InboxOutlined,
  QuestionCircleOutlined,
  SendOutlined,
  SettingOutlined,
  TagsOutlined,
  TeamOutlined,
  WarningOutlined,
  WechatWorkOutlined,
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
  segments: <FilterOutlined />,
  home: <HomeOutlined />,
  experiment: <ExperimentOutlined />,
  retrospective: <HistoryOutlined />,
  inbox: <InboxOutlined />,
  question: <QuestionCircleOutlined />,
  quiet: <BellOutlined />,
  send: <SendOutlined />,
  tasks: <CarryOutOutlined />,
  setting: <SettingOutlined />,
  tags: <TagsOutlined />,
  team: <TeamOutlined />,
  warning: <WarningOutlined />,
  wecom: <WechatWorkOutlined />,
} as const satisfies Record<string, ReactNode>

export type IconName = keyof typeof icons
