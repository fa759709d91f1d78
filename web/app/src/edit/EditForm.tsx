import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { ATTRIBUTES, type Edited } from './attributes';

/** A group of a name has at most so many characters (PS3.5 §6.2). */
const NAME_MAX = 64;

/** Patient and study, as text. */
export function EditForm({ value, onChange }: { value: Edited; onChange: (value: Edited) => void }) {
  const { t } = useTranslation();
  const field = (name: keyof Edited, max: number, placeholder = '') => (
    <label key={name}>
      <span>{t(name)}</span>
      <Input value={value[name]} maxLength={max} placeholder={placeholder} autoComplete="off" spellCheck={false} onChange={event => onChange({ ...value, [name]: event.target.value })} />
    </label>
  );
  return (
    <div className="edit-form">
      {field('ideographic', NAME_MAX, t('nameHint'))}
      {field('alphabetic', NAME_MAX, t('nameHint'))}
      {field('patientId', ATTRIBUTES.patientId.max)}
      {field('issuer', ATTRIBUTES.issuer.max)}
      {field('birthDate', ATTRIBUTES.birthDate.max, 'YYYY-MM-DD')}
      <label>
        <span>{t('sex')}</span>
        <Select aria-label={t('sex')} value={value.sex} onChange={sex => onChange({ ...value, sex })} options={['M', 'F', 'O', ''].map(sex => ({ value: sex, label: sex ? t(`sex_${sex}`) : t('empty') }))} />
      </label>
      {field('studyDate', ATTRIBUTES.studyDate.max, 'YYYY-MM-DD')}
      {field('accession', ATTRIBUTES.accession.max)}
      {field('description', ATTRIBUTES.description.max)}
    </div>
  );
}
