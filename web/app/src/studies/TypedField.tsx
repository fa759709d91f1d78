import { Input, type InputRef } from 'antd';
import { useEffect, useRef, useState, type ReactNode, type Ref } from 'react';

/** Typing rests so long before it is asked for, milliseconds. */
const REST = 300;

interface Properties {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onLeave: () => void;
  className?: string;
  prefix?: ReactNode;
  input?: Ref<HTMLInputElement>;
}

/** A text that is asked for once typing rests; while Hanzi are composed it does not. Escape goes back to the list. */
export function TypedField({ label, value, onChange, onLeave, className, prefix, input }: Properties) {
  const [typed, setTyped] = useState(value);
  const [said, setSaid] = useState(value);
  const isComposing = useRef(false);
  if (said !== value) { // the address has changed by itself
    setSaid(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed === value || isComposing.current) return;
    const timer = setTimeout(() => onChange(typed), REST);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  const take = (antd: InputRef | null) => {
    if (typeof input === 'function') input(antd?.input ?? null);
    else if (input) input.current = antd?.input ?? null;
  };
  return (
    <Input ref={take} className={className} aria-label={label} placeholder={label} prefix={prefix} allowClear autoComplete="off" spellCheck={false} maxLength={64} value={typed}
      onChange={event => setTyped(event.target.value)}
      onCompositionStart={() => { isComposing.current = true; }}
      onCompositionEnd={event => { isComposing.current = false; setTyped(event.currentTarget.value); onChange(event.currentTarget.value); }}
      onPressEnter={() => { onChange(typed); onLeave(); }}
      onKeyDown={event => { if (event.key === 'Escape') onLeave(); }} />
  );
}
