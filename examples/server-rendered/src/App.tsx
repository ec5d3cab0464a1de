import type { LumaLeasing, TourDetail } from '@luma-leasing/widget';
// In the browser it registers the element; on the server it does no harm.
import '@luma-leasing/widget/react';
import { useEffect, useRef, useState } from 'react';

export function App() {
  const widget = useRef<LumaLeasing>(null);
  const [tour, setTour] = useState<TourDetail>();

  // React sets neither handlers nor properties of a custom element when it hydrates a page, only attributes.
  useEffect(() => {
    const element = widget.current;
    const tell = ({ detail }: CustomEvent<TourDetail>) => setTour(detail);
    element?.addEventListener('luma-tour-booked', tell);
    return () => element?.removeEventListener('luma-tour-booked', tell);
  }, []);

  return (
    <html lang="en-US">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Maple Court</title>
        <link rel="icon" href="data:," />
        <script type="module" src="/client.js" async />
      </head>
      <body>
        <main>
          <h1>Maple Court</h1>
          <p>
            Homes around a courtyard.{' '}
            <button type="button" onClick={() => widget.current?.startTour()}>
              Come and visit
            </button>
          </p>
          <p role="status">{tour && `See you on ${whenOf(tour)}.`}</p>
          <luma-leasing ref={widget} api-key="pk_demo" api-base="http://localhost:3000">
            {/* Visitors see this until the widget has loaded, and without scripts. */}
            <a href="http://localhost:3000/book/maple-court">Book a tour</a>
          </luma-leasing>
        </main>
      </body>
    </html>
  );
}

const whenOf = ({ startsAt, timezone: timeZone }: TourDetail) =>
  new Date(startsAt).toLocaleString([], { timeZone, dateStyle: 'full', timeStyle: 'short' });
