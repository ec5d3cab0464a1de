import type { LumaLeasing, TourDetail } from '@luma-leasing/widget';
// Registers the element, and tells TypeScript what <luma-leasing> takes.
import '@luma-leasing/widget/react';
import { useRef, useState } from 'react';

export function App() {
  const widget = useRef<LumaLeasing>(null);
  const [tour, setTour] = useState<TourDetail>();

  return (
    <main>
      <h1>Maple Court</h1>
      <p>
        Homes around a courtyard.{' '}
        <button type="button" onClick={() => widget.current?.startTour()}>
          Come and visit
        </button>
      </p>
      <p role="status">{tour && `See you on ${whenOf(tour)}.`}</p>
      <luma-leasing
        ref={widget}
        api-key="pk_demo"
        api-base="http://localhost:3000"
        onluma-tour-booked={({ detail }) => setTour(detail)}
      />
    </main>
  );
}

const whenOf = ({ startsAt, timezone: timeZone }: TourDetail) =>
  new Date(startsAt).toLocaleString([], { timeZone, dateStyle: 'full', timeStyle: 'short' });
