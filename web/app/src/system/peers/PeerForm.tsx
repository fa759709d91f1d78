import { Checkbox, Input, InputNumber, Select } from 'antd';
import { useId } from 'react';
import type { Peer } from '../../api/peers';
import { Field } from '../shared/Field';
import { useWords } from '../words/useWords';
import type { PeerField } from './peerFault';

interface Properties {
  value: Peer;
  isNew: boolean;
  faults: Partial<Record<PeerField, string>>;
  onChange: (peer: Peer) => void;
  onSubmit: () => void;
}

type As = 'nobody' | 'user' | 'token';

const asOf = (user: Peer['user']): As => !user ? 'nobody' : user.tokenFile !== undefined ? 'token' : 'user';

/** Where the peer is, and as whom it is called. */
export function PeerForm({ value, isNew, faults, onChange, onSubmit }: Properties) {
  const { t } = useWords();
  const id = useId();
  const set = (change: Partial<Peer>) => onChange({ ...value, ...change });
  const as = asOf(value.user);
  const faultOf = (field: PeerField) => faults[field] ? t(faults[field]) : undefined;
  return (
    <form className="ask" onSubmit={event => { event.preventDefault(); onSubmit(); }}>
      <Field id={`${id}t`} label={t('aeTitle')} fault={faultOf('aeTitle')} help={isNew ? t('aeTitleHelp') : t('aeTitleFixed')}>
        {field => <Input {...field} value={value.aeTitle} disabled={!isNew} autoFocus={isNew} autoComplete="off" spellCheck={false} onChange={event => set({ aeTitle: event.target.value })} />}
      </Field>
      <Field id={`${id}h`} label={t('host')} fault={faultOf('host')} help={t('hostHelp')}>
        {field => <Input {...field} value={value.host} autoComplete="off" spellCheck={false} onChange={event => set({ host: event.target.value.trim() })} />}
      </Field>
      <Field id={`${id}p`} label={t('port')} fault={faultOf('port')}>
        {field => <InputNumber {...field} value={value.port} min={0} max={99_999} precision={0} controls={false} onChange={port => set({ port: Number(port ?? 0) })} />}
      </Field>
      <Checkbox checked={value.useTls ?? false} onChange={event => set({ useTls: event.target.checked || undefined })}>{t('useTls')}</Checkbox>
      <Field id={`${id}a`} label={t('calledAs')} fault={faultOf('user')} help={as === 'nobody' ? undefined : t('calledAsHelp')}>
        {field => <Select {...field} value={as} options={(['nobody', 'user', 'token'] as As[]).map(one => ({ value: one, label: t(`as_${one}`) }))}
          onChange={chosen => set({ user: chosen === 'nobody' ? undefined : chosen === 'token' ? { tokenFile: '' } : { name: '' } })} />}
      </Field>
      {as === 'user' ? (
        <>
          <Field id={`${id}n`} label={t('userName')}>{field => <Input {...field} value={value.user?.name ?? ''} autoComplete="off" onChange={event => set({ user: { ...value.user, name: event.target.value } })} />}</Field>
          <Field id={`${id}f`} label={t('passcodeFile')}>{field => <Input {...field} value={value.user?.passcodeFile ?? ''} autoComplete="off" onChange={event => set({ user: { ...value.user, passcodeFile: event.target.value.trim() || undefined } })} />}</Field>
        </>
      ) : null}
      {as === 'token' ? <Field id={`${id}k`} label={t('tokenFile')}>{field => <Input {...field} value={value.user?.tokenFile ?? ''} autoComplete="off" onChange={event => set({ user: { tokenFile: event.target.value.trim() } })} />}</Field> : null}
      <button type="submit" hidden />
    </form>
  );
}
