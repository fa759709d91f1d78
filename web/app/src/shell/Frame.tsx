import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ServerError } from '../api/http';
import { themeOf, useColours } from './theme';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 120_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 2 && !(error instanceof ServerError && error.status < 500),
    },
  },
});

/** What every page stands in: language, colours, what was fetched. */
export function Frame({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation();
  const isChinese = i18n.language === 'zh-CN';
  dayjs.locale(isChinese ? 'zh-cn' : 'en');
  return (
    <ConfigProvider locale={isChinese ? zhCN : enUS} theme={themeOf(useColours())} button={{ autoInsertSpace: false }}>
      <App component={false}>
        <QueryClientProvider client={queries}>{children}</QueryClientProvider>
      </App>
    </ConfigProvider>
  );
}
