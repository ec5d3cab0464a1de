/** What React 18's typings say of the element. It is type-checked, and never run. */
import type { LumaLeasing } from '@luma-leasing/widget';
import '@luma-leasing/widget/react';
import { useEffect, useRef } from 'react';

const element = { 'api-key': 'pk_demo', 'api-base': 'http://localhost:3000' };

export function Page({ open }: { open: boolean }) {
  const widget = useRef<LumaLeasing>(null);
  useEffect(() => {
    const tell = ({ detail }: CustomEvent<{ startsAt: string }>) => console.log(detail.startsAt);
    widget.current?.addEventListener('luma-tour-booked', tell);
    return () => widget.current?.removeEventListener('luma-tour-booked', tell);
  }, []);
  return (
    <>
      <luma-leasing ref={widget} {...element} open={open} className="corner" strings="{}" />
      {/* @ts-expect-error There is no such mode. */}
      <luma-leasing {...element} mode="popup" />
      {/* @ts-expect-error Without its server, it cannot do anything. */}
      <luma-leasing api-key="pk_demo" />
      {/* @ts-expect-error React 18 drops handlers of custom elements. */}
      <luma-leasing {...element} onluma-open={() => undefined} />
      {/* @ts-expect-error React 18 writes "[object Object]". */}
      <luma-leasing {...element} strings={{ launcher: 'Visit us' }} />
    </>
  );
}
