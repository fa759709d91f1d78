import { MoonOutlined, SunOutlined, UploadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { pages } from '../routes';
import { changeLanguage } from '../words/i18n';
import { chooseColours, useColours } from './theme';

/** Where one is, where one can go, language and colours. */
export function TopBar({ onUpload }: { onUpload: () => void }) {
  const { t, i18n } = useTranslation();
  const colours = useColours();
  const other = colours === 'dark' ? 'light' : 'dark';
  return (
    <header className="bar">
      <h1><img src="/pages/icon.svg" alt="" width={20} height={20} />Concord</h1>
      <nav aria-label={t('navigation')}>
        {pages.filter(page => page.word).map(page => <NavLink key={page.path} to={page.path}>{t(page.word!)}</NavLink>)}
      </nav>
      <Button icon={<UploadOutlined aria-hidden />} onClick={onUpload}><span className="wide-only">{t('upload')}</span><span className="unseen narrow-only">{t('upload')}</span></Button>
      <Button type="text" icon={other === 'light' ? <SunOutlined aria-hidden /> : <MoonOutlined aria-hidden />} aria-label={t(other)} title={t(other)} onClick={() => chooseColours(other)} />
      <Button type="text" lang={i18n.language === 'en' ? 'zh-CN' : 'en'} aria-label={t('languageLabel')} onClick={() => changeLanguage(i18n.language === 'en' ? 'zh-CN' : 'en')}>{t('language')}</Button>
    </header>
  );
}
