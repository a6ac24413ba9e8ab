/** What was ordered, for how much, where it goes and what paid. */
import { Link } from '@tanstack/react-router';
import type { Order } from '../api/types.ts';
import { AddressView } from '../checkout/address-view.tsx';
import { Amount } from '../checkout/summary.tsx';
import { money } from '../format.ts';
import { texts } from '../texts.ts';
import { Picture } from '../ui/picture.tsx';
import { Price } from '../ui/price.tsx';

const Lines = ({ order: { lines, currency } }: { order: Order }) => (
  <ul className="divide-y divide-line">
    {lines.map((line) => (
      <li key={line.itemId} className="flex items-center gap-4 py-3 first:pt-0">
        <Picture url={line.pictureUrl} alt="" eager className="w-16 shrink-0 rounded-xl" />
        <div className="min-w-0 flex-1">
          <Link
            to="/items/$itemId"
            params={{ itemId: line.itemId }}
            className="font-semibold underline-offset-4 hover:underline"
          >
            {line.name}
          </Link>
          <p className="text-sm text-soft tabular-nums">
            {line.quantity} × {money(line.unitPriceMinor, currency)}
          </p>
        </div>
        <Price minor={line.unitPriceMinor * line.quantity} currency={currency} className="font-semibold tabular-nums" />
      </li>
    ))}
  </ul>
);

const Totals = ({ order }: { order: Order }) => (
  <div className="mt-3 space-y-1.5 border-t border-line pt-4">
    {order.discountMinor > 0 && (
      <>
        <Amount label={texts.checkout.subtotal} minor={order.subtotalMinor} currency={order.currency} />
        <Amount
          label={texts.checkout.discount(order.couponCode ?? '')}
          minor={-order.discountMinor}
          currency={order.currency}
          className="text-good"
        />
      </>
    )}
    <Amount
      label={texts.checkout.total}
      minor={order.totalMinor}
      currency={order.currency}
      className="text-xl font-semibold"
    />
  </div>
);

export const OrderFacts = ({ order }: { order: Order }) => (
  <div className="space-y-6">
    <section className="rounded-3xl border border-line bg-sheet p-6 shadow-card">
      <h2 className="mb-4 text-2xl">{texts.orders.items}</h2>
      <Lines order={order} />
      <Totals order={order} />
    </section>
    <section className="grid gap-6 rounded-3xl border border-line bg-sheet p-6 shadow-card sm:grid-cols-2">
      <div>
        <h3 className="mb-1.5 font-semibold text-soft">{texts.orders.address}</h3>
        <AddressView address={order.address} />
      </div>
      {order.card && (
        <div>
          <h3 className="mb-1.5 font-semibold text-soft">{texts.orders.payment}</h3>
          <p>{texts.card.ending(order.card.brand, order.card.last4)}</p>
        </div>
      )}
    </section>
  </div>
);
