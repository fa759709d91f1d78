import { Button, Result } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useRouteError } from 'react-router';

/** A page that is not there, or that failed. */
export function ErrorPage() {
  const { t } = useTranslation();
  const error = useRouteError() as Error | undefined;
  return (
    <Result
      status={error ? 'error' : '404'}
      title={error ? t('pageFailed', { why: error.message }) : t('noPage')}
      extra={error ? <Button onClick={() => location.reload()}>{t('again')}</Button> : <Link to="/studies">{t('toStudies')}</Link>}
    />
  );
}
